//! `vitrine`: the server and its command line in one program.

use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    take_small_pages();
    server::command::main()
}

/// Memory comes from Linux in pages of 4 KiB. The allocator would ask for pages of 2 MiB, and one small object that is kept
/// keeps the whole of one, so that a server that was once asked much at the same time stayed large.
fn take_small_pages() {
    // Where it can't be had, the server works the same and takes more room.
    #[cfg(target_os = "linux")]
    let _ = nix::sys::prctl::set_thp_disable(true);
}
