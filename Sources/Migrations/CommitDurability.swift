/// Whether what a commit made is on the server's disk when the caller goes on.
public enum CommitDurability: Sendable {
    /// It is.
    case immediate
    /// It will be, in order of the commits: for a caller whose own commit follows on the same server and waits. A server
    /// that crashes in between loses the newest files together with their ledger rows, and they are pending again.
    case later
}
