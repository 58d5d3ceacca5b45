internal import CLibpq
internal import Foundation

/// Connection parameters as the C strings libpq wants, freed when this goes.
@safe struct ParameterList: ~Copyable {
    private var names: [UnsafePointer<CChar>?]
    private var values: [UnsafePointer<CChar>?]

    init(_ parameters: [(name: String, value: String)]) {
        unsafe names = parameters.map { unsafe UnsafePointer(strdup($0.name)) } + [nil]
        unsafe values = parameters.map { unsafe UnsafePointer(strdup($0.value)) } + [nil]
    }

    deinit {
        unsafe (names + values).forEach { unsafe free(UnsafeMutableRawPointer(mutating: $0)) }
    }

    /// Begins to connect without blocking; `expand_dbname` is 0, so no value is ever read as a connection string.
    /// - Returns: the connection, which the caller finishes, or `nil` when there is no memory for it.
    func start() -> OpaquePointer? {
        unsafe PQconnectStartParams(names, values, 0)
    }
}
