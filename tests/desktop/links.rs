//! Links and second starts as the operating system brings them: whoever sends them, in any number
//! and length, with other programs registered, or with nothing arriving at all.

use std::fs::{self, Permissions};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use keapsake_core::product::Build;
use support::desktop::{Options, Page, SecondStart, until};
use support::place::{Place, Road};
use support::story;

const LIMIT: Duration = Duration::from_secs(40);

pub(crate) const SCHEME: &str = "app.keapsake.dev";

pub(crate) async fn second_start(place: &Place) -> SecondStart {
    let identifier = Build::Unpackaged.identifier();
    place.session.second_start(identifier).await.unwrap()
}

/// The memory of the app's own process, in KiB.
fn memory(place: &Place) -> u64 {
    let [id] = place.session.running(&place.binary)[..] else {
        panic!("one copy runs")
    };
    let status = fs::read_to_string(format!("/proc/{id}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    let number = line.unwrap().split_ascii_whitespace().nth(1);
    number.unwrap().parse().unwrap()
}

/// Whatever any program of the session says in the place of a second copy, the sign-in that waits
/// goes on, the app answers and does not grow.
#[tokio::test]
async fn what_is_said_in_the_place_of_a_second_copy_is_harmless_in_any_length() {
    let place = Place::new().await;
    let app = place.app().await;
    place.wait_for_keap(app.page(), Road::ReturnPage).await;
    let answer = place.answer(None).await;
    let second = second_start(&place).await;
    let (long, long_link) = (
        "a".repeat(1 << 20),
        format!("{SCHEME}://oauth/callback?code={}", "a".repeat(1 << 20)),
    );
    let many = vec!["x"; 10_000];
    let many_links = vec!["app.keapsake.dev://return"; 10_000];
    let shapes: [&[&str]; 8] = [
        &[],
        &["keapsake"],
        &["keapsake", "app.keapsake.dev://return", "--flag"],
        &many,
        &many_links,
        &[&long],
        &["keapsake", &long],
        &["keapsake", &long_link],
    ];
    // Once for what is kept for good: the last link, buffers, what the page says.
    for shape in shapes {
        second.say(shape).await.unwrap();
    }
    let before = memory(&place);
    for shape in shapes {
        second.say(shape).await.unwrap();
    }
    let grown = memory(&place).saturating_sub(before);
    assert!(grown < 5 * 1024, "{grown} KiB");

    second.say(&["keapsake", &link(&answer)]).await.unwrap();
    story::at(app.page(), "confirm-account").await.unwrap();
    assert_eq!(place.keap.token_requests(), 1);
    app.close().await.unwrap();
}

/// The app's own link that carries what Keap appended to the return page's address.
fn link(answer: &url::Url) -> String {
    let query = answer.query().unwrap();
    format!("{}?{query}", Build::Unpackaged.app_link())
}

/// No argument is a path, a flag or a command: nothing named in one is opened or run.
#[tokio::test]
async fn what_an_argument_names_is_neither_opened_nor_run() {
    let place = Place::new().await;
    let app = place.app().await;
    story::at(app.page(), "connect").await.unwrap();
    let home = place.session.home();
    // Whoever opens it to read waits there until somebody writes.
    let pipe = home.join("list.keapsake");
    place.session.run("mkfifo", &[&text(&pipe)]).await.unwrap();
    let (script, ran) = (home.join("run.sh"), home.join("ran"));
    fs::write(&script, format!("#!/bin/sh\n: > '{}'\n", ran.display())).unwrap();
    fs::set_permissions(&script, Permissions::from_mode(0o755)).unwrap();

    let second = second_start(&place).await;
    let named = [text(&pipe), text(&script)];
    let mut said = 0;
    for name in &named {
        for argument in [
            name.clone(),
            format!("@{name}"),
            format!("file://{name}"),
            format!("--config={name}"),
            format!("$({name})"),
            format!("`{name}`"),
            format!("; {name}"),
            format!("| {name}"),
            format!("\" {name}"),
            format!("%0a{name}"),
            format!("{SCHEME}:{name}"),
            format!("{SCHEME}://{name}"),
            format!("{SCHEME}://oauth/callback?code=$({name})&state={name}"),
            format!("{SCHEME}://return?{name}"),
        ] {
            second.say(&["keapsake", &argument]).await.unwrap();
            second.say(&[&argument]).await.unwrap();
            second
                .say(&["keapsake", &argument, &argument])
                .await
                .unwrap();
            said += 3;
        }
    }
    // A second copy with its real arguments as well.
    for argument in ["--inspect", "-", "--", named[0].as_str(), named[1].as_str()] {
        let binary = text(&place.binary);
        place.session.run(&binary, &[argument]).await.unwrap();
    }
    assert_eq!(said, 84);
    // Everything goes through one inbox: what comes after it has been heard means that it has been.
    second.say(&["keapsake"]).await.unwrap();
    let told = "Keapsake was open already";
    app.page().wait_for_text("main", told).await.unwrap();
    assert!(!ran.exists(), "the script was run");
    assert!(!is_read(&pipe), "the file was opened");
    assert_eq!(place.session.running(&place.binary).len(), 1);

    // Both traps close on whoever steps into them.
    place.session.run(&text(&script), &[]).await.unwrap();
    assert!(ran.exists());
    let reading = tokio::spawn({
        let pipe = pipe.clone();
        async move { tokio::fs::read(pipe).await }
    });
    until("the reader", LIMIT, async || is_read(&pipe).then_some(()))
        .await
        .unwrap();
    reading.await.unwrap().unwrap();
    app.close().await.unwrap();
}

/// Whether somebody has this pipe open for reading, or waits to.
fn is_read(pipe: &Path) -> bool {
    let nonblocking = 0o4000;
    let mut options = fs::OpenOptions::new();
    options.write(true).custom_flags(nonblocking);
    options.open(pipe).is_ok()
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// From the doors to the step before the sign-in, by the return page.
async fn before_sign_in(place: &Place, app: &Page) {
    app.click("connect").await.unwrap();
    story::choose_return_page(app, place.keap.return_page_url().as_str())
        .await
        .unwrap();
    story::enter_keys(app, practice_keap::CLIENT_ID, practice_keap::CLIENT_SECRET)
        .await
        .unwrap();
    story::at(app, "sign-in").await.unwrap();
}

#[tokio::test]
async fn another_program_that_took_the_links_is_named_and_the_app_takes_them_back() {
    let place = Place::new().await;
    let app = place.app().await;
    let window = app.page();
    story::at(window, "connect").await.unwrap();
    let list = place.session.home().join(".config/mimeapps.list");
    let ours = format!("x-scheme-handler/{SCHEME}=keapsake-handler.desktop");
    until("the app to take its links first", LIMIT, async || {
        let list = fs::read_to_string(&list).ok()?;
        list.contains(&ours).then_some(())
    })
    .await
    .unwrap();
    place.session.handle_links(SCHEME, "exit 0").await.unwrap();
    before_sign_in(&place, window).await;
    window
        .wait_for_text("main", "Another program was set to open Keapsake's links")
        .await
        .unwrap();
    let said = window.text("main").await.unwrap();
    assert!(said.contains(&format!("bench-{SCHEME}")), "{said}");
    let list = fs::read_to_string(list).unwrap();
    assert!(list.contains(&ours), "{list}");

    window.click("sign-in").await.unwrap();
    story::at(window, "cancel").await.unwrap();
    let answer = place.answer(None).await;
    place.session.open_link(&link(&answer)).await.unwrap();
    story::at(window, "confirm-account").await.unwrap();
    app.close().await.unwrap();
}

/// A desktop whose `xdg-open` takes the app's links and does nothing with them.
#[tokio::test]
async fn where_links_do_not_arrive_the_person_is_told_and_pastes_the_address() {
    let folder = tempfile::tempdir().unwrap();
    let opener = folder.path().join("xdg-open");
    let script = format!(
        "#!/bin/sh\ncase \"$1\" in {SCHEME}:*) exit 0 ;; esac\n\
         PATH=\"${{PATH#*:}}\" exec xdg-open \"$@\"\n"
    );
    fs::write(&opener, script).unwrap();
    fs::set_permissions(&opener, Permissions::from_mode(0o755)).unwrap();
    let path = format!(
        "{}:{}",
        folder.path().display(),
        std::env::var("PATH").unwrap()
    );
    let options = Options::default().variable("PATH", &path);
    let place = Place::with(practice_keap::Options::default(), options).await;
    let app = place.app().await;
    let window = app.page();
    before_sign_in(&place, window).await;
    window
        .wait_for_text("main", "Links do not lead back to Keapsake")
        .await
        .unwrap();
    window.click("sign-in").await.unwrap();
    let waits = story::at(window, "cancel").await;
    waits.expect("it holds nothing up");
    let answer = place.answer(None).await;
    window.type_into("address", answer.as_str()).await.unwrap();
    window.click("paste-address").await.unwrap();
    story::at(window, "confirm-account").await.unwrap();
    app.close().await.unwrap();
}

/// A program in a folder with a blank in its name registers itself so that links find it.
#[tokio::test]
async fn links_find_a_program_whose_path_has_blanks() {
    let mut place = Place::new().await;
    let moved: PathBuf = place.session.home().join("a b").join("keapsake");
    fs::create_dir(moved.parent().unwrap()).unwrap();
    fs::hard_link(&place.binary, &moved)
        .or_else(|_| fs::copy(&place.binary, &moved).map(drop))
        .unwrap();
    place.binary = moved;
    let app = place.app().await;
    let window = app.page();
    before_sign_in(&place, window).await;
    window.click("sign-in").await.unwrap();
    story::at(window, "cancel").await.unwrap();
    let said = window.text("main").await.unwrap();
    assert!(!said.contains("Links do not"), "the app's own test: {said}");
    let answer = place.answer(None).await;
    place.session.open_link(&link(&answer)).await.unwrap();
    story::at(window, "confirm-account").await.unwrap();
    let entry = place
        .session
        .home()
        .join(".local/share/applications/keapsake-handler.desktop");
    let entry = fs::read_to_string(entry).unwrap();
    assert!(entry.contains("/a b/keapsake\" %u"), "{entry}");
    let types = entry.lines().find(|line| line.starts_with("MimeType="));
    let types = types.map(|line| line.trim_end_matches(';'));
    let only = format!("MimeType=x-scheme-handler/{SCHEME}");
    assert_eq!(types, Some(only.as_str()), "and nothing else");
    app.close().await.unwrap();
}

/// A link of the self-test that finds no app any more starts none: nobody asked for a window.
#[tokio::test]
async fn a_test_link_that_comes_too_late_opens_no_window() {
    let place = Place::new().await;
    let binary = text(&place.binary);
    let test = format!("{SCHEME}://self-test?nonce={}", "A".repeat(43));
    // It ends by itself, and without an error; one that stayed would be ended after 20 seconds.
    place.session.run(&binary, &[&test]).await.unwrap();
    assert_eq!(place.session.running(&place.binary), Vec::<u32>::new());
}
