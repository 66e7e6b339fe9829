//! The journeys: the app's core and its client against a real practice Keap over real HTTP, without a
//! window. One file a theme; `computer` is what they all begin with.

#[cfg(test)]
mod accounts;
#[cfg(test)]
mod attention;
#[cfg(test)]
mod carriers;
#[cfg(test)]
mod computer;
#[cfg(test)]
mod denials;
#[cfg(test)]
mod desk;
#[cfg(test)]
mod diagnosis;
#[cfg(test)]
mod doors;
#[cfg(test)]
mod ending;
#[cfg(test)]
mod forged;
#[cfg(test)]
mod form;
#[cfg(test)]
mod keychain;
#[cfg(test)]
mod listener;
#[cfg(test)]
mod outages;
#[cfg(test)]
mod own_link;
#[cfg(test)]
mod pkce;
#[cfg(test)]
mod proxy;
#[cfg(test)]
mod quota;
#[cfg(test)]
mod reading;
#[cfg(test)]
mod refresh;
#[cfg(test)]
mod refresh_in_time;
#[cfg(test)]
mod refresh_unclear;
#[cfg(test)]
mod refresh_unkept;
#[cfg(test)]
mod refusals;
#[cfg(test)]
mod restart;
#[cfg(test)]
mod saving;
#[cfg(test)]
mod secrets;
#[cfg(test)]
mod session_only;
#[cfg(test)]
mod sign_out;
#[cfg(test)]
mod turns;
#[cfg(test)]
mod unreadable;
#[cfg(test)]
mod waiting;
#[cfg(test)]
mod wires;
