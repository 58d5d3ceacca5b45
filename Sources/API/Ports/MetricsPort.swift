/// What this process tells about itself in numbers.
package struct MetricsPort: Sendable {
    /// The page's `Content-Type`.
    let contentType: String
    /// The page as it stands at the moment. Waits for nothing.
    let page: @Sendable () -> String

    /// Pages of that type.
    package init(contentType: String, page: @escaping @Sendable () -> String) {
        self.contentType = contentType
        self.page = page
    }
}
