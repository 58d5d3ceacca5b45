extension Explorer {
    /// The shortest way to a state, and further to a step that breaks `property` if one is named.
    ///
    /// Goes the way once more from the beginning, without canonical forms: in them workers change their names.
    func trace(to number: Int, breaking property: System.Property? = nil) -> [System.Step] {
        var way: [Int] = []
        var number = number
        while number != 0 {
            way.append(number)
            number = Int(origins[number])
        }
        var state = system.initial
        var steps: [System.Step] = []
        for target in way.reversed() {
            guard let (step, next) = step(from: state, where: { system.canonical($0.1) == states[target] }) else {
                preconditionFailure("states with one canonical form do not behave alike")
            }
            steps.append(step)
            state = next
        }
        guard let property else { return steps }
        let last = step(from: state) { system.violation(of: $0.0, from: state, to: $0.1) == property }
        return steps + [last?.0].compactMap(\.self)
    }

    private func step(
        from state: System.State, where isWanted: ((System.Step, System.State)) -> Bool
    ) -> (System.Step, System.State)? {
        var found: (System.Step, System.State)?
        system.forEachStep(from: state) { step, next in
            if found == nil, isWanted((step, next)) { found = (step, next) }
        }
        return found
    }
}

extension Sequence where Element: CustomStringConvertible {
    /// One numbered line for each step.
    var numbered: String {
        enumerated().map { "\($0.offset + 1). \($0.element)" }.joined(separator: "\n")
    }
}
