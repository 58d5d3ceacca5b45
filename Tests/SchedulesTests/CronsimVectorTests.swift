import Domain
import Foundation
import Schedules
import Testing

@Suite("Cron schedules that the library cronsim knows too")
struct CronsimVectorTests {
    @Test("are due when it says, or when its fault is known", arguments: CronsimVector.all)
    func next(_ vector: CronsimVector) throws {
        let schedule = try CronSchedule(CronExpression(parsing: vector.expression), timeZone: vector.zone)
        #expect(schedule.next(after: vector.start) == vector.next)
    }

    /// It steps by hours and days of the clock. A change at midnight, or by no whole hour, throws it off the minute.
    ///
    /// By design it also differs in what is not in the file: `5/1` goes on to Saturday with us and to Sunday there; we
    /// refuse `*/90`; asked during the second of two equal hours, it may answer with a time of the first.
    @Test("are many, and where its fault is known they are rhythms near a change of clocks")
    func faults() throws {
        #expect(CronsimVector.all.count == 280)
        let faults = CronsimVector.all.filter { $0.next != $0.told }
        #expect((6...20).contains(faults.count))
        for vector in faults {
            let expression = try CronExpression(parsing: vector.expression)
            let zone = try #require(TimeZone(identifier: vector.zone))
            let change = zone.nextDaylightSavingTimeTransition(after: vector.start.rawValue.addingTimeInterval(-86_400))
            #expect(expression.isRhythm && change.map { $0 <= vector.told.rawValue } == true, "\(vector)")
        }
    }
}

/// A line of `Vectors/cronsim.tsv`, which `Vectors/make-cronsim.py` writes.
struct CronsimVector: Sendable, CustomTestStringConvertible {
    let expression: String
    let zone: String
    let start: Timestamp
    /// What the library says.
    let told: Timestamp
    /// What is right.
    let next: Timestamp

    var testDescription: String { "\(expression) in \(zone) after \(start)" }

    init?(line: Substring) {
        let fields = line.split(separator: "\t").map(String.init)
        let instants = fields.dropFirst(2).compactMap(Double.init).map { Timestamp(Date(timeIntervalSince1970: $0)) }
        guard instants.count >= 2, instants.count == fields.count - 2 else { return nil }
        (expression, zone, start, told, next) = (
            fields[0], fields[1], instants[0], instants[1], instants[instants.count - 1]
        )
    }

    static let all: [CronsimVector] = {
        let file = URL(filePath: #filePath).appending(path: "../Vectors/cronsim.tsv").standardized
        let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.compactMap(Self.init)
    }()
}
