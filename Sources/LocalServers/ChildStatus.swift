import Foundation

/// How a child process ended.
package enum ChildStatus: Sendable, Equatable, CustomStringConvertible {
    /// It returned this code; 0 is success.
    case exited(Int32)
    /// This signal ended it.
    case signaled(Int32)

    /// Reads what `waitpid` wrote (POSIX: the low seven bits are the signal, the next byte is the code).
    init(waitStatus: Int32) {
        let signal = waitStatus & 0x7f
        self = signal == 0 ? .exited((waitStatus >> 8) & 0xff) : .signaled(signal)
    }

    /// `exit code 3` or `signal 9`.
    package var description: String {
        switch self {
        case .exited(let code): "exit code \(code)"
        case .signaled(let signal): "signal \(signal)"
        }
    }
}
