import Domain

/// Whether a slug is free, and free ones like it when it is not.
struct SlugAnswer: Encodable {
    let slug: String
    let available: Bool
    let suggestions: [Slug]

    /// Looks a slug up. One that the platform keeps for itself is simply not free.
    ///
    /// - Throws: `InvalidInput` on `slug` for text that can be no slug.
    init(
        for text: String, asking availability: (Slug) async throws -> (isAvailable: Bool, suggestions: [Slug])
    ) async throws {
        slug = text
        do {
            (available, suggestions) = try await availability(try Slug(parsing: text))
        } catch let error as Slug.ParseError {
            guard error.problem == .reserved else { throw InvalidInput("slug", error) }
            available = false
            guard let nearest = error.suggestion else {
                suggestions = []
                return
            }
            let found = try await availability(nearest)
            suggestions = found.isAvailable ? [nearest] : found.suggestions
        }
    }
}
