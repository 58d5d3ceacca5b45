import Foundation

@testable import Migrations

/// A folder of files, written for one test and gone with it.
struct TestFolder: ~Copyable {
    let path: String

    /// - Parameter files: path within the folder, such as `seed/0001_a.sql`, and content.
    init(_ files: [String: String]) throws { try self.init(bytes: files.mapValues { Array($0.utf8) }) }

    init(bytes files: [String: [UInt8]]) throws {
        path = NSTemporaryDirectory() + "tenantry-migrations-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path + "/seed", withIntermediateDirectories: true)
        for (name, bytes) in files { try Data(bytes).write(to: URL(fileURLWithPath: path + "/" + name)) }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func read() throws -> MigrationDirectory { try MigrationDirectory(readingFrom: path) }

    /// The files as they would be read, without a folder that outlives the call.
    static func directory(_ files: [String: String]) throws -> MigrationDirectory { try TestFolder(files).read() }
}
