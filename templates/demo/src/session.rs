/// One signed-in user.
pub struct Session {
    pub user: String,
    pub started_at: u64,
}

/// Finds the session that a token belongs to.
pub fn find<'a>(sessions: &'a [Session], user: &str) -> Option<&'a Session> {
    sessions.iter().find(|session| session.user == user)
}
