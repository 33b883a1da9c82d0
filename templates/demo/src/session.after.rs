/// How long a session lasts, in seconds.
pub const LIFETIME: u64 = 30 * 60;

/// One signed-in user.
pub struct Session {
    pub user: String,
    pub started_at: u64,
}

/// Finds the session that a token belongs to; one that has expired is as good as none.
pub fn find<'a>(sessions: &'a [Session], user: &str, now: u64) -> Option<&'a Session> {
    sessions.iter().find(|session| session.user == user && now < session.started_at + LIFETIME)
}
