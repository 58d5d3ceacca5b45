import Testing

@Suite("The explorer")
struct ExplorerTests {
    /// Two counters up to three that are alike; a third hand may jam them for ever.
    private struct Counters: TransitionSystem {
        struct State: Hashable {
            var low = 0
            var high = 0
            var isJammed = false
        }

        enum Step: String, CustomStringConvertible {
            case left, right, jam

            var description: String { rawValue }
        }

        var forbidden = Int.max
        var canJam = false

        var initial: State { State() }

        func forEachStep(from state: State, _ visit: (Step, State) -> Void) {
            guard !state.isJammed else { return }
            if state.low < 3 { visit(.left, State(low: state.low + 1, high: state.high)) }
            if state.high < 3 { visit(.right, State(low: state.low, high: state.high + 1)) }
            if canJam, state.low + state.high > 0 {
                visit(.jam, State(low: state.low, high: state.high, isJammed: true))
            }
        }

        func canonical(_ state: State) -> State {
            State(low: min(state.low, state.high), high: max(state.low, state.high), isJammed: state.isJammed)
        }

        func isAssured(_ step: Step) -> Bool { step != .jam }

        func violation(of step: Step, from before: State, to after: State) -> String? {
            after.low + after.high >= forbidden ? "sum" : nil
        }
    }

    private func isFull(_ state: Counters.State) -> Bool { state.low + state.high == 6 }

    @Test("sees every state once, up to what is alike")
    func everything() {
        let explorer = Explorer(Counters())
        #expect(Set(explorer.states).count == 10 && explorer.states.count == 10)
        #expect(explorer.violation == nil && !explorer.isCutOff)
        #expect(explorer.deadEnds(goal: isFull).isEmpty)
    }

    @Test("finds a shortest way to what is forbidden, in steps that can be taken one after the other")
    func violation() throws {
        let violation = try #require(Explorer(Counters(forbidden: 4, canJam: true)).violation)
        #expect(violation.property == "sum")
        #expect(violation.trace.count == 4 && !violation.trace.contains(.jam))
        #expect(Explorer(Counters(forbidden: 4), lookingAt: "another").violation == nil)
    }

    @Test("finds dead ends, nearest first, and does not count on what need not happen")
    func deadEnds() throws {
        let explorer = Explorer(Counters(canJam: true))
        let deadEnds = explorer.deadEnds(goal: isFull)
        #expect(deadEnds.count == 8)
        #expect(explorer.trace(to: try #require(deadEnds.first)).last == .jam)
        #expect(explorer.trace(to: try #require(deadEnds.first)).count == 2)
    }

    @Test("says when it has not seen everything")
    func limit() {
        #expect(Explorer(Counters(), limit: 5).isCutOff)
        #expect(!Explorer(Counters(), limit: 10).isCutOff)
    }
}
