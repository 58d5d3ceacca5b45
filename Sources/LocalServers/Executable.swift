import Foundation

/// Looks for programs the way a shell does, and in the system's own folders too, which a bare `PATH` may leave out.
enum Executable {
    /// Absolute path of a program.
    ///
    /// - Throws: ``LocalServerError/notInstalled(program:package:)``, naming the Debian package that has it.
    static func find(_ name: String, package: String, path: String? = nil) throws(LocalServerError) -> String {
        let listed = path ?? ProcessInfo.processInfo.environment["PATH"] ?? ""
        let folders = listed.split(separator: ":").map(String.init).filter { $0.hasPrefix("/") }
        let usual = path == nil ? ["/usr/local/bin", "/usr/bin", "/bin"] : []
        for folder in folders + usual where FileManager.default.isExecutableFile(atPath: "\(folder)/\(name)") {
            return "\(folder)/\(name)"
        }
        throw .notInstalled(program: name, package: package)
    }
}
