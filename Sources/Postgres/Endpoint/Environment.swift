internal import Foundation

/// Keeps the process's environment from changing what a connection means.
///
/// These variables are read by libpq with no parameter to override them, or only by one whose "none" is the empty
/// text, which libpq takes for absent. They are removed once, before the first connection; child processes started
/// later do not see them either.
enum Environment {
    static let isClean: Bool = {
        let names = [
            "PGSERVICE", "PGREQUIREAUTH", "PGOPTIONS", "PGPASSWORD", "PGHOSTADDR", "PGREQUIREPEER", "PGDATESTYLE",
            "PGTZ", "PGGEQO",
        ]
        // glibc's unsetenv only moves pointers within the array: another thread's getenv may miss a variable once,
        // it never reads freed memory.
        for name in names where unsafe getenv(name) != nil { unsafe unsetenv(name) }
        return true
    }()
}
