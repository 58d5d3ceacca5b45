import Foundation

/// Lends an empty directory of its own below `/tmp`, and removes it afterwards with all that is in it.
func withTemporaryDirectory<Value>(_ body: (String) async throws -> Value) async throws -> Value {
    let path = "/tmp/tenantry-test-\(UUID().uuidString.prefix(8))"
    try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o711])
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try await body(path)
}
