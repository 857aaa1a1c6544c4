//! Mechanisms by name, each to be switched off: what is left shows what it did.

use crate::setting::Setting;

macro_rules! processes {
    ($($name:ident $key:literal [$($room:literal),*] $meaning:literal)*) => {
        /// A mechanism that can be switched off.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Process {
            $(#[doc = $meaning] $name,)*
        }

        impl Process {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// Its name in commands.
            pub fn key(self) -> &'static str {
                match self { $(Self::$name => $key,)* }
            }

            /// What it does.
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$name => $meaning,)* }
            }

            /// The rooms of [`mechanism`](crate::mechanism) whose equations it is part of.
            pub fn rooms(self) -> &'static [&'static str] {
                match self { $(Self::$name => &[$($room),*],)* }
            }
        }
    };
}

processes! {
    LossOfStrength "loss-of-strength" ["force"] "Force fades with distance from the base."
    Draw "draw" ["contest"] "A contest may end without a winner."
    Reach "reach" ["reach"] "Reach grows, spills over and fades."
    Clashes "clashes" ["violence"] "Enemies who reach the same place clash."
    OneSided "one-sided" ["violence"] "Fighters attack civilians."
    HeavyTails "heavy-tails" ["violence"] "Some events kill many; without it each kills one."
    Tempo "tempo" ["tempo"] "The pace of the war swings for some months."
    Rule "rule" ["rule"] "Rule moves to what reach, affinity and garrisons allow."
    Recruitment "recruitment" ["strength"] "People join movements whose rule they live under or who avenge them."
    Money "money" ["strength"] "Who rules fewer people can pay fewer; without it all can pay what they had at the start."
    Predation "predation" ["violence", "rule", "politics"] "Fighters prey on people."
    Displacement "displacement" ["people"] "People flee violence."
    Coups "coups" ["politics"] "Leaders are overthrown by their own army."
    Collapse "collapse" ["politics"] "A weak state falls apart."
    Splits "splits" ["politics"] "Movements split."
    Departures "departures" ["politics"] "Backers leave by chance."
    Succession "succession" ["bid"] "Whoever takes the capital inherits the state."
    Rescue "rescue" ["bid"] "A foreign force comes to save the capital."
    Bids "bids" ["bid"] "Whoever is set on the capital attacks it."
    DealsBreak "deals-break" ["deal"] "Deals break."
}

impl Process {
    /// By its name.
    pub fn by_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.key() == key)
    }

    /// Takes it out of a run's numbers.
    pub fn switch_off(self, setting: &mut Setting) {
        match self {
            Self::LossOfStrength => setting.loss.fill(0.0),
            Self::Draw => setting.draw = 0.0,
            Self::Reach => (setting.growth, setting.spill, setting.fade) = (0.0, 0.0, 0.0),
            Self::Clashes => setting.clashes = 0.0,
            Self::OneSided => setting.one_sided = 0.0,
            // Beyond any draw from 1 to 3,000.
            Self::HeavyTails => setting.tail = 1000.0,
            Self::Tempo => setting.tempo_spread = 0.0,
            Self::Rule => {
                (setting.relaxation, setting.decay, setting.repair) = (0.0, 0.0, 0.0);
            }
            Self::Recruitment => (setting.recruits, setting.wronged) = (0.0, 0.0),
            // A base of 1 pays all who were there at the start; costs fall with strength.
            Self::Money => (setting.income, setting.revenue) = (0.0, 1.0),
            Self::Predation => {
                setting.predation.fill(0.0);
                for [_, predation, _] in &mut setting.backing {
                    *predation = 0.0;
                }
            }
            Self::Displacement => setting.flight = 0.0,
            Self::Coups => setting.coup = 0.0,
            Self::Collapse => setting.collapse_hazard = 0.0,
            Self::Splits => setting.splits.fill(0.0),
            Self::Departures => {
                for [_, _, leaves] in &mut setting.backing {
                    *leaves = 0.0;
                }
            }
            Self::Succession => setting.succession = 0.0,
            Self::Rescue => setting.rescue = 0.0,
            Self::Bids => setting.bids = false,
            Self::DealsBreak => setting.deal_breaks = 0.0,
        }
    }
}
