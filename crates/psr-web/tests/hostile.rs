//! Requests that mean harm, or are broken: refused with a page that says so, logged with a reason, and nothing recorded.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "support/face.rs"]
mod face;

use axum::body::Body;
use axum::http::{Method, StatusCode, header};
use face::{Answer, Face, Visitor, encoded};
use psr_web::Settings;
use psr_web::people::Role;

const EVIL: &str = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>";

fn everybody(face: &Face) -> Visitor {
    face.sign_in("Sam Smith", &Role::ALL)
}

/// Asserts that what somebody typed stands nowhere on a page as markup.
fn is_escaped(answer: &Answer, about: &str) {
    assert!(!answer.status.is_server_error(), "{about}: {}\n{}", answer.status, answer.text);
    for markup in ["<script>alert", "<img src=x"] {
        assert!(!answer.text.contains(markup), "{about} shows `{markup}` as it is:\n{}", answer.text);
    }
}

#[tokio::test]
async fn what_a_browser_says_comes_from_another_site_is_refused_and_logged() {
    let face = Face::new();
    let visitor = everybody(&face);
    let before = face.size();
    for from in ["cross-site", "same-site"] {
        let form = encoded(&[("csrf", &visitor.csrf), ("title", "A title"), ("reference", "X-1")]);
        let request = visitor.request(Method::POST, "/cases/new").header("sec-fetch-site", from);
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let answer = face.send(request.body(Body::from(form)).unwrap()).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{from}");
        let line = face.logged().pop().unwrap();
        assert_eq!((line["reason"].as_str(), line["route"].as_str()), (Some("another site"), Some("/cases/new")));
    }
    assert_eq!(face.size(), before);
}

#[tokio::test]
async fn a_form_without_its_token_is_logged_and_gives_back_what_was_typed() {
    let face = Face::new();
    let answer = face.form(&everybody(&face), "/cases/new", &[("title", EVIL)]).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(answer.text.contains("What you typed") && answer.text.contains("&lt;script&gt;"), "{}", answer.text);
    is_escaped(&answer, "the page of a form without its token");
    let line = face.logged().pop().unwrap();
    assert_eq!(line["reason"], "token");
    assert!(!line.to_string().contains("script"), "{line}");
}

#[tokio::test]
async fn no_path_leads_out_of_the_assets() {
    let face = Face::new();
    for path in [
        "/assets/../Cargo.toml",
        "/assets/..%2fCargo.toml",
        "/assets/%2e%2e%2f%2e%2e%2fCargo.toml",
        "/assets/..%5cCargo.toml",
        "/assets//etc/passwd",
        "/assets/%2fetc%2fpasswd",
        "/assets/psr.css%00.html",
        "/assets/.",
    ] {
        let answer = face.get(&Visitor::default(), path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(!answer.text.contains("[package]") && !answer.text.contains("root:"), "{path}");
    }
}

#[tokio::test]
async fn broken_encodings_are_refused_and_never_a_fault() {
    let face = Face::new();
    let visitor = everybody(&face);
    for path in ["/cases/%ff", "/cases/%", "/cases/%zz/answers", "/%ff%fe", "/?q=%ff", "/?page=x", "/sign-in?token=%ff"]
    {
        let Ok(request) = visitor.request(Method::GET, path).body(Body::empty()) else { continue };
        let answer = face.send(request).await;
        assert!(!answer.status.is_server_error(), "{path}: {}", answer.status);
    }
    let before = face.size();
    for body in [&b"csrf=%ff%fe"[..], b"csrf=%", b"\xff\xfe=\xff", b"%00=%00", b"&&&===&"] {
        let request = visitor.request(Method::POST, "/cases/new");
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let answer = face.send(request.body(Body::from(body)).unwrap()).await;
        assert!(answer.status.is_client_error(), "{body:?}: {}", answer.status);
    }
    for kind in ["multipart/form-data", "multipart/form-data; boundary=", "application/json", "\u{1}"] {
        let Ok(request) =
            visitor.request(Method::POST, "/cases/new").header(header::CONTENT_TYPE, kind).body(Body::from("--x\r\n"))
        else {
            continue;
        };
        let answer = face.send(request).await;
        assert!(answer.status.is_client_error(), "{kind}: {}", answer.status);
    }
    assert_eq!(face.size(), before);
}

#[tokio::test]
async fn what_is_too_large_is_refused_with_a_page() {
    let face = Face::with(Settings { upload_limit: 64 * 1024, ..Settings::default() });
    let visitor = everybody(&face);
    let path = format!("/cases/{}/questions/decision-making/decision-making-process", face.case);
    let before = face.size();
    let large = "x".repeat(200 * 1024);
    let form =
        visitor.request(Method::POST, "/cases/new").header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let form = form.body(Body::from(encoded(&[("csrf", &visitor.csrf), ("title", &large)]))).unwrap();
    for request in [form, upload(&visitor, &path, "large.txt", &large)] {
        let answer = face.send(request).await;
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE, "{}", answer.text);
        assert!(answer.text.contains("<h1") && answer.text.contains("too large"), "{}", answer.text);
    }
    assert_eq!(face.size(), before);
}

fn upload(visitor: &Visitor, path: &str, name: &str, content: &str) -> axum::http::Request<Body> {
    let fields =
        [("csrf", visitor.csrf.as_str()), ("head", "1"), ("action", "save"), ("answer", "Because."), ("then", "stay")];
    let mut body: String = fields
        .iter()
        .map(|(name, text)| format!("--cut\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n"))
        .collect();
    body += &format!(
        "--cut\r\nContent-Disposition: form-data; name=\"evidence\"; filename=\"{name}\"\r\n\r\n{content}\r\n--cut--\r\n"
    );
    let request = visitor.request(Method::POST, path).header(header::CONTENT_TYPE, "multipart/form-data; boundary=cut");
    request.body(Body::from(body)).unwrap()
}

#[tokio::test]
async fn names_of_uploaded_files_lead_nowhere_and_are_shown_as_text() {
    for name in ["../../../etc/passwd", "..\\\\..\\\\boot.ini", "/etc/passwd", "<img src=x onerror=alert(1)>.txt"] {
        let face = Face::new();
        let visitor = everybody(&face);
        let path = format!("/cases/{}/questions/decision-making/decision-making-process", face.case);
        let answer = face.send(upload(&visitor, &path, name, "content")).await;
        assert!(!answer.status.is_server_error(), "{name}: {} {}", answer.status, answer.text);
        is_escaped(&answer, name);
        let answers = face.get(&visitor, &format!("/cases/{}/answers", face.case)).await;
        is_escaped(&answers, name);
        assert!(!answers.text.contains("..&#x2f;") && !answers.text.contains("etc&#x2f;passwd"), "{name}");
    }
}

#[tokio::test]
async fn nothing_that_is_asked_for_becomes_a_header() {
    let face = Face::new();
    let visitor = everybody(&face);
    let paths = [
        "/?q=%0d%0aset-cookie:%20x=y",
        "/cases/%0d%0aset-cookie:%20x=y",
        "/sign-in?token=%0d%0aset-cookie:x=y",
        "/sign-in/return?state=%0d%0ax:y&code=z",
    ];
    for path in paths {
        let answer = face.get(&visitor, path).await;
        assert!(!answer.headers.values().any(|value| value.contains("x=y")), "{path}: {:?}", answer.headers);
    }
    let to = face.post(&visitor, "/cases/new", &[("title", "A"), ("reference", "R\r\nx: y")]).await;
    assert!(to.headers.values().all(|value| !value.contains("x: y")), "{:?}", to.headers);
}

#[tokio::test]
async fn every_response_forbids_scripts_of_others() {
    let face = Face::new();
    for path in ["/", "/sign-in", "/no/such/page", "/assets/psr.css", "/help"] {
        let answer = face.get(&Visitor::default(), path).await;
        let policy = &answer.headers["content-security-policy"];
        assert!(policy.starts_with("default-src 'none'; script-src 'self'") && !policy.contains("unsafe"), "{policy}");
        assert_eq!(answer.headers["x-content-type-options"], "nosniff", "{path}");
        assert_eq!(answer.headers["x-request-id"].len(), 16, "{path}");
    }
}

/// Returns the names of the fields of every form of a page that writes, with the address it goes to.
fn forms(page: &str) -> Vec<(String, Vec<String>)> {
    let attribute = |tag: &str, name: &str| {
        let start = tag.split_once(&format!(" {name}=\""))?.1;
        Some(start.split_once('"')?.0.replace("&#x2f;", "/").replace("&amp;", "&"))
    };
    let posts = page.split("<form ").skip(1).filter(|form| form.contains("method=\"post\""));
    posts
        .map(|form| {
            let form = form.split_once("</form>").unwrap().0;
            let tags = ["<input ", "<textarea ", "<select "].map(|tag| form.split(tag).skip(1).collect::<Vec<_>>());
            let names = tags.concat().into_iter().filter_map(|tag| attribute(&format!(" {tag}"), "name"));
            (attribute(&format!(" {form}"), "action").unwrap(), names.collect())
        })
        .collect()
}

#[tokio::test]
async fn markup_in_any_field_of_any_form_is_shown_as_text() {
    let face = Face::new();
    let visitor = everybody(&face);
    let case = format!("/cases/{}", face.case);
    let mut pages = vec![
        "/cases/new".to_owned(),
        format!("{case}/access"),
        case.clone(),
        format!("{case}/answers"),
        format!("{case}/comments/new"),
    ];
    let answers = face.get(&visitor, &format!("{case}/answers")).await.text.replace("&#x2f;", "/");
    let questions =
        answers.split("href=\"").skip(1).filter_map(|rest| rest.split_once('"')).map(|(href, _)| href.to_owned());
    pages.extend(questions.filter(|href| href.starts_with(&case) && href.contains("/questions/")).step_by(3).take(25));
    let mut sent = 0;
    for page in pages {
        let shown = face.get(&visitor, &page).await;
        assert_eq!(shown.status, StatusCode::OK, "{page}");
        for (action, names) in forms(&shown.text).into_iter().filter(|(action, _)| action != "/sign-out") {
            for button in ["save", "add", "paste"] {
                let typed = names.iter().filter(|name| !["csrf", "head", "action"].contains(&name.as_str()));
                let mut fields: Vec<(&str, &str)> = typed.map(|name| (name.as_str(), EVIL)).collect();
                fields.extend([("head", "1"), ("action", button)]);
                let answer = face.post(&visitor, &action, &fields).await;
                is_escaped(&answer, &action);
                sent += 1;
            }
        }
        is_escaped(&face.get(&visitor, &page).await, &page);
    }
    assert!(sent > 30, "{sent} forms were sent");
    for page in [
        "/",
        &case,
        &format!("{case}/answers"),
        &format!("{case}/conclusions"),
        &format!("{case}/comments"),
        "/?q=%3Cscript%3Ealert(1)%3C/script%3E",
    ] {
        is_escaped(&face.get(&visitor, page).await, page);
    }
}

#[tokio::test]
async fn a_title_with_markup_is_shown_as_text_everywhere() {
    let face = Face::new();
    let visitor = everybody(&face);
    let fields = [("title", EVIL), ("reference", EVIL), ("lots", EVIL)];
    let opened = face.post(&visitor, "/cases/new", &fields).await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.text);
    let case = opened.headers["location"].clone();
    for page in ["/", &case, &format!("{case}/answers"), &format!("{case}/conclusions"), &format!("{case}/access")] {
        let answer = face.get(&visitor, page).await;
        assert_eq!(answer.status, StatusCode::OK, "{page}");
        assert!(answer.text.contains("&lt;script&gt;"), "{page} does not show the title");
        is_escaped(&answer, page);
    }
}
