/// Visits every state of a system, breadth first: what it finds first, it has found on a shortest way.
///
/// Nothing is left to chance: two explorations of one system see the same states in the same order.
struct Explorer<System: TransitionSystem> {
    /// A step that breaks a property.
    struct Violation {
        let property: System.Property
        /// From the initial state to the step that breaks it.
        let trace: [System.Step]
    }

    /// Between two states, by their numbers.
    struct Link {
        let from, to: Int32
    }

    let system: System
    /// The only property that is looked at; all of them when `nil`.
    let property: System.Property?
    /// In canonical form, in the order in which they were found.
    private(set) var states: [System.State]
    /// For every state the one that it was found from, itself for the first.
    private(set) var origins: [Int32] = [0]
    /// The steps that are assured and lead to another state.
    private(set) var links: [Link] = []
    private(set) var stepCount = 0
    private(set) var violation: Violation?
    /// Whether more states than the limit were met. Then there are some that nobody has seen.
    private(set) var isCutOff = false

    /// Explores until everything was seen, a property is broken, or `limit` states are known.
    init(_ system: System, lookingAt property: System.Property? = nil, limit: Int = 300_000) {
        self.system = system
        self.property = property
        states = [system.canonical(system.initial)]
        var numbers = [states[0]: Int32(0)]
        var current = 0
        while current < states.count, violation == nil, !isCutOff {
            expand(current, numbers: &numbers, limit: limit)
            current += 1
        }
    }

    private mutating func expand(_ number: Int, numbers: inout [System.State: Int32], limit: Int) {
        let before = states[number]
        system.forEachStep(from: before) { step, after in
            guard violation == nil, !isCutOff else { return }
            stepCount += 1
            if let broken = system.violation(of: step, from: before, to: after), property == nil || property == broken {
                violation = Violation(property: broken, trace: trace(to: number, breaking: broken))
                return
            }
            let canonical = system.canonical(after)
            let next = numbers[canonical] ?? Int32(states.count)
            if next == states.count {
                isCutOff = states.count == limit
                numbers[canonical] = next
                states.append(canonical)
                origins.append(Int32(number))
            }
            if next != number, system.isAssured(step) { links.append(Link(from: Int32(number), to: next)) }
        }
    }
}
