//! What the model takes for granted: one table, and one draw of it.
//!
//! Every parameter has a key under which a case may declare its own prior: for all, for an actor, or for an actor in
//! some regions; the most specific declaration counts. What a case does not declare has the prior given here.
//! A declared assumption is one number: whoever and wherever it holds for shares one draw of it.

use case::Prior;

/// For whom a parameter is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Once for the country.
    Country,
    /// For each actor.
    Actor,
    /// For each actor in each place.
    ActorPlace,
    /// For each two armed actors.
    Pair,
}

/// One row of the table.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Key, as in the case file.
    pub key: &'static str,
    /// For whom it is drawn.
    pub scope: Scope,
    /// Unit.
    pub unit: &'static str,
    /// Prior where the case declares none.
    pub prior: Prior,
    /// What it does.
    pub meaning: &'static str,
    /// What the prior rests on: published work, a coding, a count, or a judgment.
    pub evidence: &'static str,
}

macro_rules! table {
    ($($name:ident $key:literal $scope:ident $unit:literal $prior:expr; $meaning:literal; $evidence:literal)*) => {
        /// A parameter of the table.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Key {
            $(#[doc = $meaning] $name,)*
        }

        impl Key {
            /// All of them, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// Its row of the table.
            pub fn row(self) -> Row {
                match self {
                    $(Self::$name => Row {
                        key: $key,
                        scope: Scope::$scope,
                        unit: $unit,
                        prior: $prior,
                        meaning: $meaning,
                        evidence: $evidence,
                    },)*
                }
            }
        }
    };
}

impl Key {
    /// The record of two years tells of it: it sets how many events and deaths there are and how they grow.
    pub(crate) fn shapes_the_record(self) -> bool {
        matches!(
            self,
            Self::ContestDecisiveness
                | Self::ContestDraw
                | Self::ReachGrowth
                | Self::ReachSpill
                | Self::ReachFade
                | Self::ClashRate
                | Self::OneSidedRate
                | Self::DeathTail
                | Self::DeathScale
                | Self::CountDispersion
                | Self::TempoSpread
                | Self::TempoPersistence
                | Self::GarrisonRatio
                | Self::RecruitsFromRule
                | Self::RecruitsFromWrongs
                | Self::IncomeFromRule
                | Self::UsefulForce
                | Self::Predation
                | Self::Strength
                | Self::LossOfStrength
        )
    }
}

const fn about(median: f64, spread: f64) -> Prior {
    Prior::Lognormal { median, spread }
}

const fn beta(a: f64, b: f64) -> Prior {
    Prior::Beta { a, b }
}

table! {
    Affinity "affinity" ActorPlace "share of people" beta(1.0, 19.0);
        "People of a place among whom an actor could rule without garrisons.";
        "judgment: hardly a following where a case declares none."
    Strength "strength" Actor "people" about(2000.0, 2.0);
        "Fighters or soldiers at the start; of a backer, what it lends.";
        "judgment, wide: a case declares its own."
    LossOfStrength "loss-of-strength" Actor "per 100 km" about(0.2, 1.6);
        "Rate at which force fades with distance from the base.";
        "judgment; form after Boulding 1962."
    UsefulForce "useful-force" Actor "share" beta(6.0, 6.0);
        "Share of the strength that can be sent to fight.";
        "judgment: much of any army guards, trains or is on paper only."
    Cohesion "cohesion" Actor "index, 0 to 1" beta(6.0, 6.0);
        "Holding together of an army or movement.";
        "judgment: the middle; cases code it."
    Predation "predation" Actor "share" beta(4.0, 16.0);
        "Share of an actor's dealings with people that prey on them.";
        "judgment: massacres by Mali's army since 2022."
    SplitHazard "split-hazard" Actor "per year" about(0.06, 2.0);
        "Hazard that an armed movement splits.";
        "judgment; when, after Christia 2012."
    BackerLeaves "backer-leaves" Actor "per year" Prior::Gamma { shape: 2.0, scale: 0.06 };
        "Hazard that a backer leaves.";
        "judgment: of Mali's partners one left within ten years."
    Alliance "alliance" Pair "probability" beta(1.0, 9.0);
        "Probability that two armed movements do not fight each other.";
        "judgment: rivals as a rule."
    ContestDecisiveness "contest-decisiveness" Country "exponent" Prior::Triangular { low: 0.5, mode: 1.0, high: 2.0 };
        "How far more force means more success.";
        "judgment about 1, the usual choice (Hirshleifer 1989, Jia 2012)."
    ContestDraw "contest-draw" Country "share of a middling force" Prior::Uniform { low: 0.3, high: 3.0 };
        "Weight of a draw in a contest.";
        "judgment, wide: calibration tells it; form after Jia 2012."
    ReachGrowth "reach-growth" Country "per month" about(0.06, 1.7);
        "Growth of reach where contests are won.";
        "judgment: a foothold of a tenth is a half in three years, as in central Mali from 2015 to 2018."
    ReachSpill "reach-spill" Country "per month" about(0.01, 2.0);
        "Spread of reach from neighbouring places.";
        "judgment: a new region takes years."
    ReachFade "reach-fade" Country "per month" about(0.1, 2.0);
        "Fading of reach where neither people nor success support it.";
        "judgment: a cell broken up in southern Mali in 2015 and 2016 left hardly a trace for three years."
    RuleRelaxation "rule-relaxation" Country "per month" about(0.1, 1.6);
        "Rate at which rule moves to what reach, affinity and garrisons allow.";
        "judgment: a district changes hands within a year, not within a month."
    GarrisonRatio "garrison-ratio" Country "soldiers per 1,000 people" Prior::Triangular { low: 5.0, mode: 20.0, high: 40.0 };
        "Force that holds people against their will.";
        "published: 20 (Quinlivan 1995); the spread is a judgment."
    StateRuleDecay "state-rule-decay" Country "per month" about(0.008, 1.8);
        "Decay of state rule by predation and absence.";
        "judgment: a tenth a year where the state preys and is absent."
    StateRuleRepair "state-rule-repair" Country "per month" about(0.01, 1.8);
        "Repair of state rule by paid and protected administration.";
        "judgment: about as fast as it is lost."
    SkeletalCapacity "skeletal-capacity" Country "index, 0 to 1" beta(9.0, 11.0);
        "Administration that is left at the start, whoever leads.";
        "coded: 0.45 for Mali 2024."
    CapacityKeptInCoup "capacity-kept-in-coup" Country "share" beta(18.0, 2.0);
        "Share of it that outlives an overthrow of the leaders.";
        "judgment: ministries and tax offices went on after Mali's coups of 2020 and 2021."
    RevenueBase "revenue-base" Country "index, 0 to 1" beta(9.0, 11.0);
        "Revenue that does not hang on rule over places.";
        "coded: 0.45 for Mali 2024."
    ClashRate "clash-rate" Country "per month and place" about(3.0, 2.0);
        "Clashes where two enemies both have full reach.";
        "judgment, wide: calibration tells it."
    OneSidedRate "one-sided-rate" Country "per month and place" about(1.2, 2.0);
        "Attacks on civilians where one side dominates without full control.";
        "judgment, wide: calibration tells it; form after Kalyvas 2006."
    DeathTail "death-tail" Country "exponent" Prior::Normal { mean: 2.6, sd: 0.4 };
        "Exponent of the tail of deaths an event.";
        "published: 2.4 for severe attacks worldwide (Clauset, Young & Gleditsch 2007); 2.3 to 4 fitted to UCDP's records of five countries."
    DeathScale "death-scale" Country "deaths" about(4.0, 1.8);
        "Deaths at which the tail of deaths an event begins.";
        "judgment, wide: calibration tells it."
    CountDispersion "count-dispersion" Country "size of a negative binomial" about(3.0, 1.8);
        "Dispersion of monthly counts; small is bursty.";
        "judgment, wide: calibration tells it."
    TempoSpread "tempo-spread" Country "sd of a logarithm" about(0.42, 1.5);
        "How far the pace of the whole war swings about its level.";
        "judgment: calibration tells it; form after Zammit-Mangion and others 2012."
    TempoPersistence "tempo-persistence" Country "correlation from month to month" beta(18.0, 1.0);
        "How long a swing of pace lasts.";
        "judgment: calibration tells it; form after Zammit-Mangion and others 2012."
    RecruitsFromRule "recruits-from-rule" Country "per 100,000 people and month" about(6.0, 1.8);
        "Recruits among people under an actor's rule.";
        "judgment: keeps strength about constant against Mali's losses of 2023."
    RecruitsFromWrongs "recruits-from-wrongs" Country "people a civilian death" about(0.5, 2.2);
        "Recruits for each civilian that an enemy killed.";
        "judgment: sign and order only."
    IncomeFromRule "income-from-rule" Country "share of cost per tenth of the country" about(0.4, 1.7);
        "Income from people under rule.";
        "judgment: no figures exist."
    DisplacedPerDeath "displaced-per-death" Country "people" about(60.0, 2.0);
        "People who flee for each death.";
        "judgment: hundreds of thousands displaced against some tens of thousands of deaths in Mali."
    DisplacedReturn "displaced-return" Country "share per month" about(0.02, 1.8);
        "Share of the displaced who go home in a month without violence.";
        "judgment: few return while a war lasts."
    CoupHazard "coup-hazard" Country "per year" Prior::Gamma { shape: 3.5, scale: 0.079 };
        "Hazard of an overthrow of the leaders.";
        "counted: three coups in Mali in the 12.7 years to September 2024, with Jeffreys' prior."
    CoupAfterShock "coup-after-capital-shock" Country "ratio" about(1.8, 1.6);
        "Factor on it after many deaths in the capital or an army's losses.";
        "judgment: the army's losses set off Mali's coup of 2012."
    CollapseCapacity "collapse-capacity" Country "index, 0 to 1" beta(4.0, 16.0);
        "Capacity under which a state can collapse.";
        "judgment: Somalia 1991 and Zaire 1997 were coded near 0.05 to 0.1 when they fell."
    CollapseCohesion "collapse-cohesion" Country "index, 0 to 1" beta(4.0, 16.0);
        "Cohesion of the army under which it can.";
        "judgment: Somalia 1991 and Zaire 1997 were coded near 0.05 to 0.1 when they fell."
    CollapseHazard "collapse-hazard" Country "probability a month" beta(5.0, 15.0);
        "Chance that a state collapses while both are under their thresholds; twice that when it has lost the capital.";
        "judgment."
    Placeholder "placeholder" Country "probability" beta(17.0, 3.0);
        "Probability that a government goes on being recognised after a collapse.";
        "coded: most collapsed states among the comparators kept a recognised government."
    Succession "succession" Country "probability" beta(2.0, 8.0);
        "Probability that whoever takes the capital inherits the state: its administration and half of its army.";
        "judgment."
    Rescue "rescue" Country "probability" beta(3.0, 7.0);
        "Probability that a bid for the capital brings a foreign rescue.";
        "judgment: France came to Mali in 2013; nobody had offered to by 2024."
    RescueStrength "rescue-strength" Country "people" about(3000.0, 1.6);
        "Strength of such a rescue.";
        "judgment: about the first wave of the rescue of 2013."
    UrbanHostility "urban-hostility" Country "share" beta(8.0, 8.0);
        "Share of the capital's people outside an attacker's affinity who count against it.";
        "judgment: not everyone who is hostile helps."
    CapitalGarrison "capital-garrison" Country "share" beta(8.0, 12.0);
        "Share of the army that is never sent out of the capital.";
        "judgment: leaders guard themselves first."
    Spoilers "spoilers" Country "share" beta(3.0, 17.0);
        "Share of a party's force that does not keep a deal.";
        "judgment: every accord has some (Stedman 1997)."
    ViolenceUnderDeal "violence-under-deal" Country "ratio" beta(3.0, 12.0);
        "Violence between parties while a deal is kept, over violence without one.";
        "judgment: local accords in Mali cut attacks for months, not to none."
    Guarantee "guarantee" Country "share" beta(4.0, 12.0);
        "Share of the hazard that a deal breaks which guarantors take away.";
        "judgment: the guarantors of 2015 could not keep Mali's accord alive."
    DealRecurrence "deal-recurrence" Country "per year" Prior::Gamma { shape: 3.0, scale: 0.05 };
        "Hazard that a deal breaks.";
        "judgment: order of magnitude of studies of recurrence (Mukherjee 2006)."
}
