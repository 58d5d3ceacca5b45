import API
import Domain
import Testing

@Suite("Taking a request's fields apart")
struct FieldReaderTests {
    private func reader(_ text: String) throws -> FieldReader {
        FieldReader(try JSONParser.object(in: Array(text.utf8)))
    }

    @Test("everything that is wrong is told at once, in the order of the fields")
    func allAtOnce() throws {
        var fields = try reader(#"{"name":7,"slug":"No Slug","extra":[]}"#)
        let name = fields.required("name", DisplayName.init(parsing:))
        let slug = fields.optional("slug", Slug.init(parsing:))
        let email = fields.required("email", EmailAddress.init(parsing:))
        #expect(name == nil && slug == nil && email == nil)
        #expect(fields.failure.fields.map(\.field) == ["name", "slug", "email"])
        #expect(fields.failure.fields.map(\.message).first == "This is a string.")
    }

    @Test("null is the same as nothing")
    func null() throws {
        var fields = try reader(#"{"slug":null,"flag":null,"name":null}"#)
        #expect(fields.optional("slug", Slug.init(parsing:)) == nil)
        #expect(fields.flag("flag") == nil)
        #expect(fields.isSound)
        #expect(fields.text("name") == nil)
        #expect(fields.failure.fields == [FieldError("name", "This is needed.")])
    }

    @Test("a field of an inner object is named with the way to it")
    func inner() throws {
        var fields = try reader(#"{"supabase":{"projectRef":1},"managed":3}"#)
        let project: String? = fields.object("supabase") { $0.text("projectRef") }
        let managed: Bool? = fields.object("managed") { _ in true }
        #expect(project == nil && managed == nil)
        #expect(fields.failure.fields.map(\.field) == ["supabase.projectRef", "managed"])
    }

    @Test("a new store needs a name, and a slug only if one is wanted")
    func newStore() throws {
        var fields = try reader(#"{"name":" Shop "}"#)
        #expect(try NewStore(from: &fields).name.rawValue == "Shop")
        var empty = try reader("{}")
        #expect(throws: InvalidInput("name", "This is needed.")) { try NewStore(from: &empty) }
    }
}
