import Foundation

/// The last words of a command that failed.
enum Complaint {
    /// Writes to standard error and ends the process.
    static func write(_ text: String, status: Int32) -> Never {
        FileHandle.standardError.write(Data("\(text)\n".utf8))
        exit(status)
    }
}
