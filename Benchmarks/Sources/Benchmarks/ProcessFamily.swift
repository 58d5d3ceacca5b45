import Foundation

/// A process and its descendants, as `/proc` has them now.
struct ProcessFamily {
    private let members: [Int32]

    init(of process: Int32) {
        let parents = Self.parents()
        var family = [process]
        var next = 0
        while next < family.count {
            family += parents.filter { $0.value == family[next] }.keys
            next += 1
        }
        members = family
    }

    /// The most memory that they ever had resident, in MiB: sum of `VmHWM`. Pages that a fork shares count twice.
    var peakMemory: Double {
        let kibibytes = members.compactMap { Self.field("VmHWM:", of: $0).flatMap { Double($0) } }
        return kibibytes.reduce(0, +) / 1_024
    }

    /// For how many seconds they have had a processor, in their own code and in the kernel's.
    var processorSeconds: Double {
        let ticks = members.flatMap { process in
            // The name, in parentheses, may have spaces in it; `utime` and `stime` are the 12th and 13th after it.
            let fields = Self.contents("/proc/\(process)/stat").split(separator: ")").last?.split(separator: " ") ?? []
            return fields.dropFirst(11).prefix(2).compactMap { Double($0) }
        }
        return ticks.reduce(0, +) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    /// Every process of the machine and whose child it is.
    private static func parents() -> [Int32: Int32] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        let known = names.compactMap(Int32.init).compactMap { process in
            field("PPid:", of: process).flatMap { Int32($0) }.map { (process, $0) }
        }
        return Dictionary(uniqueKeysWithValues: known)
    }

    private static func field(_ name: String, of process: Int32) -> String? {
        let line = contents("/proc/\(process)/status").split(separator: "\n").first { $0.hasPrefix(name) }
        return line?.split(whereSeparator: \.isWhitespace).dropFirst().first.map(String.init)
    }

    private static func contents(_ path: String) -> String {
        String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    }
}
