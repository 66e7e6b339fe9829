//! Writes `ui/src/ipc/bindings.ts` from the types of this module, and fails where the file that is
//! committed says something else. `KEAPSAKE_WRITE_BINDINGS=1 cargo test -p keapsake` writes it.

use std::fmt::Write as _;

use ts_rs::{Config, TS};

use super::desk::*;
use super::diagnosis::*;
use super::error::FieldProblem;
use super::requests::{
    About, ChooseDoor, CopyWhat, Country, Door, Nothing, OpenContact, OpenPage, Page, PasteAddress,
    ProposeRegion, Province, Provinces, ReadShipped, SaveKeys, SetPkce, SetRoute, SetZoom,
    ShippedText, SignOut, ZoomStep,
};
use super::view::*;
use super::{CommandError, requests};

/// Every command of `lib.rs`: its name, its request and its answer.
macro_rules! commands {
    ($config:ident: $($name:ident($request:ty) -> $answer:ty),+ $(,)?) => {
        vec![$((stringify!($name), <$request as TS>::name(&$config), <$answer as TS>::name(&$config))),+]
    };
}

#[expect(
    clippy::too_many_lines,
    reason = "one list of types and one of commands"
)]
fn bindings() -> String {
    let config = Config::default();
    let mut text = String::from(
        "// Generated from the types in src-tauri/src/ipc by that crate's tests. Do not edit.\n",
    );
    macro_rules! types {
        ($($name:ty),+ $(,)?) => {
            $(writeln!(text, "\nexport {}", <$name as TS>::decl(&config)).unwrap();)+
        };
    }
    types!(
        Severity,
        NoticeAction,
        Notice,
        FieldProblem,
        CommandError,
        Product,
        ConnectionKind,
        RouteKind,
        RouteView,
        ConnectionView,
        AccountView,
        Screen,
        View,
        Door,
        CopyWhat,
        Page,
        ZoomStep,
        Country,
        Province,
        About,
        ChooseDoor,
        SaveKeys,
        SetRoute,
        SetPkce,
        PasteAddress,
        requests::Copy,
        Provinces,
        ProposeRegion,
        OpenContact,
        OpenPage,
        ShippedText,
        ReadShipped,
        SignOut,
        SetZoom,
        Check,
        Grade,
        Diagnose,
        Diagnosed,
        Report,
        SetProxy,
        FindBy,
        FindContacts,
        OpenSheet,
        Found,
        MatchCard,
        Sheet,
        ContactFacts,
        Held,
        Consent,
        Repair,
        ChoicesOf,
        AskChoices,
        Choices,
        Choice,
        CustomField,
        CustomKind,
        AskAddressFormat,
        AddressPart,
        AddressFormat,
        AddressLabels,
        Wanted,
        TagsWanted,
        ConsentWanted,
        Review,
        Row,
        RowKind,
        Remark,
        CompanyPlan,
        Clash,
        SaveAnswer,
        Kept,
        UndoSave,
        Decided,
        UndoAnswer,
        AskHistory,
        SetHistory,
        History,
        HistoryKept,
        HistoryEntry,
        SavedAs,
        DraftAbout,
        DraftNote,
        DraftOf,
        KeepDraft,
        Resumed,
        Nothing,
    );
    text.push_str("\n/** Every command: its request and its answer. `watch` is apart: it takes a channel. */\n");
    text.push_str("export type Commands = {\n");
    for (name, request, answer) in commands!(config:
        choose_door(ChooseDoor) -> View,
        save_keys(SaveKeys) -> View,
        use_filled_in_keys(Nothing) -> View,
        keep_keys(Nothing) -> View,
        set_route(SetRoute) -> View,
        set_pkce(SetPkce) -> View,
        go_back(Nothing) -> View,
        start_sign_in(Nothing) -> View,
        open_again(Nothing) -> View,
        wait_longer(Nothing) -> View,
        cancel_sign_in(Nothing) -> View,
        keap_error_page(Nothing) -> View,
        paste_address(PasteAddress) -> View,
        copy(requests::Copy) -> (),
        confirm_account(Nothing) -> View,
        use_another_account(Nothing) -> View,
        countries(Nothing) -> Vec<Country>,
        provinces(Provinces) -> Vec<Province>,
        propose_region(ProposeRegion) -> Vec<Province>,
        address_format(AskAddressFormat) -> AddressFormat,
        choices(AskChoices) -> Choices,
        custom_fields(Nothing) -> Vec<CustomField>,
        find_contacts(FindContacts) -> Found,
        open_sheet(OpenSheet) -> Sheet,
        review_contact(Wanted) -> Review,
        save_contact(Wanted) -> SaveAnswer,
        undo_save(UndoSave) -> UndoAnswer,
        history(AskHistory) -> History,
        clear_history(Nothing) -> History,
        set_history(SetHistory) -> History,
        drafts(Nothing) -> Vec<DraftNote>,
        keep_draft(KeepDraft) -> (),
        drop_draft(DraftOf) -> (),
        resume_draft(DraftOf) -> Resumed,
        open_contact(OpenContact) -> (),
        open_page(OpenPage) -> (),
        sign_out(SignOut) -> View,
        start_over(Nothing) -> View,
        set_zoom(SetZoom) -> View,
        about(Nothing) -> About,
        shipped_text(ReadShipped) -> String,
        use_this_session_only(Nothing) -> View,
        diagnose(Diagnose) -> Diagnosed,
        report(Nothing) -> Report,
        copy_report(Nothing) -> (),
        set_proxy(SetProxy) -> View,
    ) {
        writeln!(text, "  {name}: [{request}, {answer}],").unwrap();
    }
    text.push_str("};\n");
    text
}

#[test]
fn the_page_has_these_types() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../ui/src/ipc/bindings.ts");
    let now = bindings();
    if std::env::var_os("KEAPSAKE_WRITE_BINDINGS").is_some() {
        std::fs::write(path, &now).unwrap();
    }
    assert_eq!(
        std::fs::read_to_string(path).unwrap(),
        now,
        "write the bindings anew, see above"
    );
}
