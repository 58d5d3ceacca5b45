/// The pause before each attempt to connect: doubling from 50 ms to 5 s, of which a random half is taken off, so that
/// many clients do not return to a restarted server in step.
struct RedialDelay {
    private var ceiling: Duration = .milliseconds(50)

    /// The pause before the next attempt: half to the whole of the current step.
    mutating func next() -> Duration {
        let pause = ceiling * Double.random(in: 0.5...1)
        ceiling = min(ceiling * 2, .seconds(5))
        return pause
    }

    /// Starts over at 50 ms.
    mutating func reset() { self = RedialDelay() }
}
