import Foundation

/// Where jobs write down that they began: 24 bytes each, as the harness reads them.
struct Marks: Sendable {
    private let file: Int32

    /// Appends to the file that `JOURNAL` names.
    init() throws {
        let path = try Surroundings.require("JOURNAL")
        file = open(path, O_WRONLY | O_APPEND | O_CREAT, 0o644)
        guard file >= 0 else { throw CocoaError(.fileWriteUnknown) }
    }

    /// One record: a job with that number begins at this moment of the monotonic clock.
    func begin(_ number: Int) {
        var record = (Int64(0), Int64(number), Self.now)
        withUnsafeBytes(of: &record) { bytes in _ = write(file, bytes.baseAddress, bytes.count) }
    }

    /// Nanoseconds of the monotonic clock, which all processes of a machine share.
    static var now: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    /// Whether a job with that number has begun.
    static func contains(_ number: Int) throws -> Bool {
        let path = try Surroundings.require("JOURNAL")
        guard let data = FileManager.default.contents(atPath: path) else { return false }
        return stride(from: 0, to: data.count / 24 * 24, by: 24).contains { at in
            data[at + 8..<at + 16].enumerated().reduce(UInt64(0)) { $0 | UInt64($1.element) << (8 * $1.offset) }
                == UInt64(bitPattern: Int64(number))
        }
    }
}
