/// What one turn of one contestant gave.
struct Sample: Sendable, Encodable {
    let contestant: String
    /// From 1.
    let round: Int
    let figures: [Figure: Double]

    private enum Key: String, CodingKey { case contestant, round, figures }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(contestant, forKey: .contestant)
        try container.encode(round, forKey: .round)
        let named = figures.map { ($0.key.rawValue, $0.value) }
        try container.encode(Dictionary(uniqueKeysWithValues: named), forKey: .figures)
    }
}
