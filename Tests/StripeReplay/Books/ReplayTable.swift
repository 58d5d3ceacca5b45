/// Objects by their names, in the order in which they came; beyond 10,000 the oldest go.
struct ReplayTable<Value: Sendable>: Sendable {
    static var capacity: Int { 10_000 }

    private var values: [String: Value] = [:]
    private var names: [String] = []

    subscript(name: String) -> Value? { values[name] }

    var newestFirst: [Value] { names.reversed().compactMap { values[$0] } }

    /// Adds an object, or puts a changed one in its place.
    mutating func put(_ value: Value, as name: String) {
        if values.updateValue(value, forKey: name) == nil { names.append(name) }
        if names.count > Self.capacity { values[names.removeFirst()] = nil }
    }
}
