import Foundation

/// The most memory that a process and its descendants ever had resident, from `/proc`.
enum PeakMemory {
    /// Sum of their `VmHWM` in MiB; pages that a fork shares count twice.
    static func mebibytes(of process: Int32) -> Double {
        let parents = parents()
        var family = [process]
        var next = 0
        while next < family.count {
            family += parents.filter { $0.value == family[next] }.keys
            next += 1
        }
        return family.map(kibibytes).reduce(0, +) / 1_024
    }

    /// Every process of the machine and whose child it is.
    private static func parents() -> [Int32: Int32] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        let known = names.compactMap(Int32.init).compactMap { process in
            field("PPid:", of: process).flatMap { Int32($0) }.map { (process, $0) }
        }
        return Dictionary(uniqueKeysWithValues: known)
    }

    private static func kibibytes(of process: Int32) -> Double {
        field("VmHWM:", of: process).flatMap { Double($0) } ?? 0
    }

    private static func field(_ name: String, of process: Int32) -> String? {
        let status = FileManager.default.contents(atPath: "/proc/\(process)/status") ?? Data()
        let line = String(decoding: status, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix(name) }
        return line?.split(whereSeparator: \.isWhitespace).dropFirst().first.map(String.init)
    }
}
