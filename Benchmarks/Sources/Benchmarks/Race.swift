import Foundation

/// Contestants that take turns: each of them once a round, so that a slow minute of the machine is everybody's, and each
/// round another one first, so that nobody always comes after the same one.
struct Race {
    let name: String
    let title: String
    let contestants: [Contestant]
    let comparisons: [Comparison]

    /// Runs one round that does not count, then those that do. Every sample is logged as soon as it is there.
    ///
    /// - Parameter afterWarmUp: called between the two.
    func run(rounds: Int, log: ResultLog, afterWarmUp: () async throws -> Void = {}) async throws -> Report {
        for contestant in contestants {
            tell("\(name), warming up: \(contestant.name)")
            _ = try await contestant.measure()
        }
        try await afterWarmUp()
        var samples: [Sample] = []
        for round in 1...rounds {
            for contestant in contestants.rotated(by: round - 1) {
                let figures = try await contestant.measure()
                let sample = Sample(contestant: contestant.name, round: round, figures: figures)
                tell("\(name), round \(round) of \(rounds): \(contestant.name): \(text(figures))")
                try log.write(sample, of: name)
                samples.append(sample)
            }
        }
        return Report(race: self, samples: samples)
    }

    private func text(_ figures: [Figure: Double]) -> String {
        Figure.allCases.compactMap { figure in
            figures[figure].map { "\(figure.text($0)) \(figure.heading)" }
        }.joined(separator: ", ")
    }

    private func tell(_ line: String) {
        FileHandle.standardError.write(Data("\(line)\n".utf8))
    }
}

extension Array {
    fileprivate func rotated(by count: Int) -> [Element] {
        guard !isEmpty else { return [] }
        let first = count % self.count
        return Array(self[first...] + self[..<first])
    }
}
