import API
import Testing

@Suite("Entity tags")
struct EntityTagTests {
    private let tag = EntityTag("job-7")

    @Test("a tag is found in a list, weak or strong", arguments: [#""job-7""#, #"W/"job-7""#, #""a", "job-7""#, "*"])
    func listed(_ field: String) { #expect(tag.isListed(in: field)) }

    @Test("another tag is not it", arguments: [nil, "", #""job-8""#, "job-7", #""job-70""#])
    func unlisted(_ field: String?) { #expect(!tag.isListed(in: field)) }
}
