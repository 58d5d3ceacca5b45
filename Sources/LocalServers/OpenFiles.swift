import Foundation

/// How many files and connections this process may have open.
package enum OpenFiles {
    /// Raises the soft limit, which is 1,024 by tradition, to the hard one; children inherit it.
    ///
    /// - Returns: the limit from now on.
    @discardableResult
    package static func raiseLimit() -> Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 1_024 }
        var raised = limit
        raised.rlim_cur = raised.rlim_max
        if setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &raised) == 0 { limit = raised }
        return Int(clamping: limit.rlim_cur)
    }
}
