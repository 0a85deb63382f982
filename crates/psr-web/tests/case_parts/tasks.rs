//! The task list: stages, how much of each is done, and where each task leads.

use psr_web::people::Role;

use crate::desk::Desk;
use crate::{OK, TWO_LOTS};

#[tokio::test]
async fn the_task_list_stands_in_stages_and_says_how_much_of_each_is_done() {
    let desk = Desk::with_worked(TWO_LOTS);
    let jo = desk.sign_in("Jo Bloggs", &[Role::Commissioner]);
    let page = desk.get(&jo, &desk.at("")).await.expect(OK);
    let page = page.says("of 6 stages are completed").says("1. The matter, and whether the Regulations apply");
    let page = page.says("4. The decision and its approval").says(" completed</p>").says("Notice inviting offers");
    for href in ["/answers#matter", "/approval", "/documents/competitive-notice", "/documents\""] {
        assert!(page.text().contains(&format!("/cases/{}{href}", desk.case)), "no task leads to {href}");
    }
    let empty = Desk::with_empty_case();
    let jo = empty.sign_in("Jo Bloggs", &[Role::Commissioner]);
    empty.get(&jo, &empty.at("")).await.expect(OK).says("0 of 6 stages").says("Not started");
}
