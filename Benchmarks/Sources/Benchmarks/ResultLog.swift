import Foundation

/// JSON lines: one for the surroundings, then one for each sample.
struct ResultLog {
    private struct Line: Encodable {
        let benchmark: String
        let sample: Sample

        private enum Key: String, CodingKey { case kind, benchmark }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            try container.encode("sample", forKey: .kind)
            try container.encode(benchmark, forKey: .benchmark)
            try sample.encode(to: encoder)
        }
    }

    private let file: FileHandle
    private let encoder = JSONEncoder()

    /// Makes the file; its folder is there.
    init(path: String) throws {
        try Data().write(to: URL(fileURLWithPath: path))
        file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    }

    func write(_ surroundings: Surroundings) throws {
        try append(encoder.encode(surroundings))
    }

    func write(_ sample: Sample, of benchmark: String) throws {
        try append(encoder.encode(Line(benchmark: benchmark, sample: sample)))
    }

    private func append(_ line: Data) throws {
        try file.write(contentsOf: line + Data("\n".utf8))
    }
}
