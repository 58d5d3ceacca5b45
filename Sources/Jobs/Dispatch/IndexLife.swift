/// Which index answers, and since when: what of the past it can know.
struct IndexLife: Sendable, Equatable {
    /// Name of the index's present life; with another one, everything before is forgotten.
    let index: String
    /// Name of the Redis server's present run; with another one, what came last may be forgotten, or what was forgotten may be
    /// back.
    let run: String
}

extension IndexLife {
    /// As ``description`` wrote it; a life that nothing is known of has no names.
    init(_ text: String) {
        let names = text.split(separator: " ", maxSplits: 1).map(String.init)
        self.init(index: names.first ?? "", run: names.count > 1 ? names[1] : "")
    }

    /// One line of text.
    var description: String { "\(index) \(run)" }
}
