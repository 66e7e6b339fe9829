//! What crosses between Rust and the page: views, requests and the one error shape. Nothing here
//! holds a secret that was stored, and nothing here decides anything.

pub(crate) mod desk;
mod diagnosis;
mod error;
mod requests;
mod view;

#[cfg(test)]
mod bindings;

pub(crate) use diagnosis::{Diagnose, Diagnosed, Report, SetProxy};
pub(crate) use error::CommandError;
pub(crate) use requests::{
    About, ChooseDoor, Copy, CopyWhat, Country, Door, Nothing, OpenContact, OpenPage, Page,
    PasteAddress, ProposeRegion, Province, Provinces, ReadShipped, SaveKeys, SetPkce, SetRoute,
    SetZoom, ShippedText, SignOut, ZoomStep,
};
pub(crate) use view::{BUILD, View};
