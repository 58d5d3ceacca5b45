/// Two contestants to be set beside each other by one figure.
struct Comparison: Sendable {
    let ours: String
    let peer: String
    let figure: Figure
    /// The factor that ours should reach, where one was set.
    let goal: Double?

    init(_ ours: String, beside peer: String, by figure: Figure, goal: Double? = nil) {
        self.ours = ours
        self.peer = peer
        self.figure = figure
        self.goal = goal
    }

    /// By what factor ours was better, in each round that both have finished. Rounds are compared with themselves:
    /// whatever else the machine did then, it did to both.
    func ratios(in samples: [Sample]) -> [Double] {
        func byRound(_ name: String) -> [Int: Double] {
            let known = samples.filter { $0.contestant == name && $0.figures[figure] != nil }
            return Dictionary(known.map { ($0.round, $0.figures[figure, default: 0]) }) { _, last in last }
        }
        let (our, their) = (byRound(ours), byRound(peer))
        return our.keys.sorted().compactMap { round in
            guard let mine = our[round], let other = their[round], mine > 0, other > 0 else { return nil }
            return figure.isBetterHigher ? mine / other : other / mine
        }
    }
}
