import Schedules
import TestSupport
import Testing

@Suite("Texts that are no cron expression")
struct CronSyntaxErrorTests {
    @Test(
        "are refused for the first thing that is wrong, by its field",
        arguments: [
            ("60 * * * *", .outOfRange, .minute, "60"), ("* 24 * * *", .outOfRange, .hour, "24"),
            ("* * 0 * *", .outOfRange, .dayOfMonth, "0"), ("* * 32 * *", .outOfRange, .dayOfMonth, "32"),
            ("* * * 13 *", .outOfRange, .month, "13"), ("* * * * 8", .outOfRange, .dayOfWeek, "8"),
            ("* * * * MON#6", .outOfRange, .dayOfWeek, "MON#6"), ("* * * * 1#0", .outOfRange, .dayOfWeek, "1#0"),
            ("1,99999999999999999999 * * * *", .outOfRange, .minute, "99999999999999999999"),
            ("-1 * * * *", .empty, .minute, ""), ("1,,2 * * * *", .empty, .minute, ""),
            ("0 1- * * *", .empty, .hour, ""),
            ("*/ * * * *", .empty, .minute, ""), ("0 0 * * MON#", .empty, .dayOfWeek, ""),
            (", * * * *", .empty, .minute, ""),
            ("30-10 * * * *", .backwards, .minute, "30-10"), ("0 22-5 * * *", .backwards, .hour, "22-5"),
            ("0 0 * DEC-FEB *", .backwards, .month, "DEC-FEB"), ("0 0 * * FRI-MON", .backwards, .dayOfWeek, "FRI-MON"),
            ("*/0 * * * *", .badStep, .minute, "*/0"), ("*/90 * * * *", .badStep, .minute, "*/90"),
            ("0 */24 * * *", .badStep, .hour, "*/24"),
            ("0 0 * * */99999999999999999999", .badStep, .dayOfWeek, "*/99999999999999999999"),
            ("x * * * *", .unreadable, .minute, "x"), ("1-2-3 * * * *", .unreadable, .minute, "1-2-3"),
            ("*/5/5 * * * *", .unreadable, .minute, "*/5/5"), ("** * * * *", .unreadable, .minute, "**"),
            ("*-5 * * * *", .unreadable, .minute, "*-5"), ("+5 * * * *", .unreadable, .minute, "+5"),
            ("L * * * *", .unreadable, .minute, "L"), ("0 0 L-3 * *", .unreadable, .dayOfMonth, "L-3"),
            ("0 0 L/2 * *", .unreadable, .dayOfMonth, "L/2"), ("0 0 1#2 * *", .unreadable, .dayOfMonth, "1#2"),
            ("0 0 ? * *", .unreadable, .dayOfMonth, "?"), ("0 0 * MON *", .unreadable, .month, "MON"),
            ("0 0 * * JAN", .unreadable, .dayOfWeek, "JAN"), ("0 0 * * MONDAY", .unreadable, .dayOfWeek, "MONDAY"),
            ("0 0 * * */MON", .unreadable, .dayOfWeek, "*/MON"), ("0 0 * * 5L", .unreadable, .dayOfWeek, "5L"),
            ("０ * * * *", .forbiddenCharacter, .minute, ""), ("0 0 * * <b>", .forbiddenCharacter, .dayOfWeek, ""),
            ("0 \u{0} * * *", .forbiddenCharacter, .hour, ""), ("0 0 * * *\n", .forbiddenCharacter, .dayOfWeek, ""),
            ("0 0 1\u{301} * *", .forbiddenCharacter, .dayOfMonth, ""),
            ("0 0 30 2 *", .never, .dayOfMonth, "30 2 *"),
            ("0 0 31 4,JUN,9,11 *", .never, .dayOfMonth, "31 4,JUN,9,11 *"),
            ("0 0 30-31 FEB */2", .never, .dayOfMonth, "30-31 FEB */2"),
            ("0 0 */29 2 5#5", .never, .dayOfMonth, "*/29 2 5#5"),
        ] as [(String, CronSyntaxError.Problem, CronField, String)])
    func fields(text: String, problem: CronSyntaxError.Problem, field: CronField, found: String) {
        let error = Self.error(of: text)
        #expect(
            error?.problem == problem && error?.field == field && error?.found == found, "\(String(describing: error))")
    }

    @Test(
        "are refused as a whole",
        arguments: [
            ("", .fieldCount(0)), ("   ", .fieldCount(0)), ("*", .fieldCount(1)), ("* * * *", .fieldCount(4)),
            ("0 * * * * *", .fieldCount(6)), ("@daily @daily", .fieldCount(2)), ("@reboot", .unknownMacro),
            ("@", .unknownMacro), ("@every\u{7}", .forbiddenCharacter), ("0 0 * * *\u{85}0", .forbiddenCharacter),
            (String(repeating: "*", count: 257), .tooLong), (String(repeating: " ", count: 1_000_000), .tooLong),
        ] as [(String, CronSyntaxError.Problem)])
    func whole(text: String, problem: CronSyntaxError.Problem) {
        #expect(Self.error(of: text)?.problem == problem)
    }

    @Test(
        "are answered with a sentence: which field, what stands there, and what may",
        arguments: [
            (
                "0 25 * * *",
                "The hour field has “25”, which is too small or too large. It takes * or 0 to 23, ranges like 9-17, "
                    + "steps like */6 or 8-18/2, and lists of these."
            ),
            ("*/90 * * * *", "The minute field has “*/90”, with a step it does not take. A step is 1 to 59 there."),
            (
                "0 0 30 2 *",
                "It would never run: no year has a day that fits “30 2 *” (day of month, month, day of week). "
                    + "Choose a day that the month has."
            ),
            (
                "* * *",
                "The expression has 3 fields. There are five, with spaces between them: minute, hour, day of month, "
                    + "month and day of week, like 30 4 * * MON."
            ),
            (
                "@reboot",
                "“@reboot” is not known. There are @hourly, @daily, @midnight, @weekly, @monthly, @yearly and @annually."
            ),
        ])
    func sentences(text: String, message: String) {
        let error = Self.error(of: text)
        #expect(error?.message == message)
        #expect(error?.description == message)
    }

    @Test("are quoted only where that is harmless, and never at length")
    func quoting() throws {
        let long = try #require(Self.error(of: String(repeating: "9", count: 200) + " * * * *"))
        #expect(long.found == String(repeating: "9", count: 24) + "…")
        for text in ["<script> * * * *", "0 0 '; * *", "\u{1B}[31m * * * *", "0 0 * * \u{202E}MON", "@\"quoted\""] {
            let error = try #require(Self.error(of: text))
            #expect(error.found.isEmpty && !error.message.contains("“"), "\(error.message)")
        }
    }

    @Test("may be of any bytes at all", arguments: [1, 2, 3] as [UInt64])
    func noise(seed: UInt64) {
        var random = SplitMix(seed: seed)
        let alphabet = Array("0123456789**//--,,##LMONJAN@ \t\n\u{0}é７".unicodeScalars)
        for _ in 0..<3_000 {
            let scalars = (0..<Int.random(in: 0...24, using: &random)).map { _ in alphabet.randomElement(using: &random)
            }
            let text = String(String.UnicodeScalarView(scalars.compactMap(\.self)))
            do throws(CronSyntaxError) {
                let expression = try CronExpression(parsing: text)
                #expect(CronExpression(expression.description) == expression, "\(text)")
            } catch {
                #expect(error.message.hasSuffix(".") && error.found.count <= 25, "\(error.message)")
            }
        }
    }

    private static func error(of text: String) -> CronSyntaxError? {
        do throws(CronSyntaxError) {
            _ = try CronExpression(parsing: text)
            return nil
        } catch {
            return error
        }
    }
}
