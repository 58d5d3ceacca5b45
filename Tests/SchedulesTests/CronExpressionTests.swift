import Schedules
import TestSupport
import Testing

@Suite("Cron expressions")
struct CronExpressionTests {
    @Test(
        "are printed in numbers, one text for all that mean the same",
        arguments: [
            ("* * * * *", "* * * * *"), ("  0\t4  *  *   * ", "0 4 * * *"), ("*/15 * * * *", "*/15 * * * *"),
            ("*/1 */1 */1 */1 */1", "* * * * *"), ("10-40/5 * * * *", "10-40/5 * * * *"),
            ("5/10 * * * *", "5-55/10 * * * *"), ("0,15,30,45 9 * * *", "0-45/15 9 * * *"),
            ("59,1,0,1,2 00 007 01 *", "0-2,59 0 7 1 *"), ("0 0 1,2 * *", "0 0 1,2 * *"),
            ("0 0 * JAN-mar,Dec *", "0 0 * 1-3,12 *"), ("0 0 * * Mon-fri", "0 0 * * 1-5"),
            ("0 0 * * 7", "0 0 * * 0"), ("0 0 * * 5-7", "0 0 * * 0,5,6"), ("0 0 * * FRI-SUN", "0 0 * * 0,5,6"),
            ("0 0 * * SUN-TUE", "0 0 * * 0-2"), ("0 0 * * 0-7", "0 0 * * 0-6"), ("0 0 * * SUN-SUN", "0 0 * * 0"),
            ("0 0 * * 5/1", "0 0 * * 5,6"), ("0 0 * * 7/3", "0 0 * * 0"), ("0 0 * * 1-7/3", "0 0 * * 0,1,4"),
            ("0 0 L * *", "0 0 L * *"), ("0 0 15,l,1 * *", "0 0 1,15,L * *"), ("0 0 * * mon#2", "0 0 * * 1#2"),
            ("0 0 * * 7#1,FRI,2#5,2#4", "0 0 * * 5,0#1,2#4,2#5"),
            ("0 0 * * 1#1,1#2,1#3,1#4,1#5", "0 0 * * 1"), ("*/20,7 * * * *", "*/20,7 * * * *"),
            ("*,5 * * * *", "* * * * *"), ("5,* * * * *", "0-59 * * * *"), ("0 */23 * * *", "0 */23 * * *"),
        ])
    func spelling(text: String, printed: String) throws {
        let expression = try CronExpression(parsing: text)
        let canonical = try CronExpression(parsing: printed)
        #expect(expression == canonical)
        #expect(expression.description == printed)
        #expect(CronExpression(expression.description) == expression)
    }

    @Test(
        "have macros, in any case",
        arguments: [
            ("@hourly", "0 * * * *"), ("@daily", "0 0 * * *"), ("@Midnight", "0 0 * * *"), ("@weekly", "0 0 * * 0"),
            ("@monthly", "0 0 1 * *"), ("@YEARLY", "0 0 1 1 *"), (" @annually\t", "0 0 1 1 *"),
        ])
    func macros(name: String, text: String) throws {
        let expression = try CronExpression(parsing: name)
        #expect(expression.description == text)
    }

    @Test("differ by a star, because it changes what they mean")
    func stars() {
        #expect(CronExpression("*/30 2 * * *") != CronExpression("0,30 2 * * *"))
        #expect(CronExpression("0 0 */31 * MON") != CronExpression("0 0 1 * MON"))
        #expect(CronExpression("0 0 * * *") != CronExpression("0 0 1-31 * *"))
    }

    @Test(
        "mean a rhythm when the minute or the hour begins with a star",
        arguments: [
            ("* * * * *", true), ("0 * * * *", true), ("*/15 2 * * *", true), ("0 */2 * * *", true),
            ("30 2 * * *", false), ("0-59/15 0-23 * * *", false), ("5,* 2 * * *", false), ("0 0 */2 */2 */2", false),
        ])
    func rhythms(text: String, isRhythm: Bool) throws {
        let expression = try CronExpression(parsing: text)
        #expect(expression.isRhythm == isRhythm)
    }

    @Test("read as they are printed, whatever they are", arguments: [1, 2, 3] as [UInt64])
    func roundTrip(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        for _ in 0..<1_000 {
            let text = RandomExpression(using: &random).text
            guard let expression = CronExpression(text) else { continue }
            let printed = expression.description
            let again = try CronExpression(parsing: printed)
            #expect(again == expression && again.description == printed, "\(text)")
        }
    }
}
