import HTTPTypes
import Hummingbird
import NIOCore

/// What this API is, for programs and for people: `/openapi.json`, `/docs`.
struct DocumentationRoutes: Sendable {
    let document: OpenAPIDocument

    var endpoints: RouteCollection<AppRequestContext> {
        RouteCollection(context: AppRequestContext.self)
            .get("openapi.json", use: openAPI)
            .get("docs", use: page)
    }

    @Sendable func openAPI(_ request: Request, context: AppRequestContext) -> Answer {
        Answer(
            status: .ok, headers: [.contentType: "application/json", .cacheControl: "public, max-age=300"],
            body: ByteBuffer(bytes: document.json))
    }

    @Sendable func page(_ request: Request, context: AppRequestContext) -> Answer {
        Answer(
            status: .ok,
            headers: [
                .contentType: "text/html; charset=utf-8", .cacheControl: "public, max-age=300",
                .contentSecurityPolicy: "default-src 'none'; style-src 'unsafe-inline'",
            ], body: ByteBuffer(string: document.page))
    }
}
