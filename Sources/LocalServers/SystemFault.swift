import Foundation

/// The words of the operating system for what it refused.
enum SystemFault {
    /// What `errno` says at this moment. To be read before any other call.
    static var current: String { text(of: errno) }

    /// The words for an error number that a call returned.
    static func text(of number: Int32) -> String { String(cString: strerror(number)) }
}
