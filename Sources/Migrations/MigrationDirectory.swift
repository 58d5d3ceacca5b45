import Foundation

/// A folder of migrations and, in its sub-folder `seed`, of seed files, read as a whole and known to be sound.
///
/// Files are `NNNN_name.sql`, each number once; gaps between numbers are allowed. Every other name ending in `.sql` is
/// refused, so that no migration is passed over for a typing error; anything else (`README.md`, other folders) is not
/// looked at. Seeds follow the same rule, with numbers of their own.
public struct MigrationDirectory: Sendable {
    /// In order of version; never empty.
    public let migrations: [MigrationFile]
    /// In order of version; run after the migrations.
    public let seeds: [MigrationFile]

    /// Reads the folder, blocking on the disk: call it once, at start.
    ///
    /// - Throws: ``MigrationDirectoryError``; all findings of all files in one ``MigrationDirectoryError/refused(_:)``.
    public init(readingFrom path: String) throws(MigrationDirectoryError) {
        let migrations = try Self.files(in: path)
        guard !migrations.isEmpty else { throw .empty(path: path) }
        let seeds = path + "/seed"
        var isFolder: ObjCBool = false
        let hasSeeds = FileManager.default.fileExists(atPath: seeds, isDirectory: &isFolder) && isFolder.boolValue
        self.migrations = migrations
        self.seeds = hasSeeds ? try Self.files(in: seeds) : []
    }

    /// The newest version: where a database ends up.
    public var head: String? { migrations.last?.version }

    private static func files(in path: String) throws(MigrationDirectoryError) -> [MigrationFile] {
        var files: [MigrationFile] = []
        var findings: [LintFinding] = []
        for name in try names(in: path).sorted() where name.lowercased().hasSuffix(".sql") {
            do {
                files.append(try MigrationFile(fileName: name, bytes: contents(of: name, in: path)))
            } catch .refused(let found) {
                findings += found
            }
        }
        guard findings.isEmpty else { throw .refused(findings) }
        for (file, next) in zip(files, files.dropFirst()) where file.version == next.version {
            throw .duplicate(version: file.version, files: [file.fileName, next.fileName])
        }
        return files
    }

    private static func names(in path: String) throws(MigrationDirectoryError) -> [String] {
        do { return try FileManager.default.contentsOfDirectory(atPath: path) } catch {
            throw .unreadable(path: path, reason: error.localizedDescription)
        }
    }

    private static func contents(of name: String, in path: String) throws(MigrationDirectoryError) -> [UInt8] {
        do { return Array(try Data(contentsOf: URL(fileURLWithPath: path + "/" + name))) } catch {
            throw .unreadable(path: path + "/" + name, reason: error.localizedDescription)
        }
    }
}
