import Foundation

/// The files that make a store's database, in the order in which they are applied: migrations, then seeds.
struct TenantFiles {
    let paths: [String]

    init(in folder: String) throws {
        paths = try ["", "/seed"].flatMap { part in
            try FileManager.default.contentsOfDirectory(atPath: folder + part).sorted()
                .filter { $0.hasSuffix(".sql") }.map { "\(folder)\(part)/\($0)" }
        }
    }

    /// What is in each.
    func contents() throws -> [String] {
        try paths.map { try String(contentsOfFile: $0, encoding: .utf8) }
    }
}
