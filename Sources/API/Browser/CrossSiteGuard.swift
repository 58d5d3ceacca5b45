package import Domain
package import HTTPTypes

/// Refuses what another site makes a browser send with our cookie (cross-site request forgery).
///
/// Stores share a parent domain, so a *sibling* is as much a stranger as anybody else: `same-site` is refused, and
/// `SameSite` cookies alone would not do. Requests that a cookie does not authenticate are none of this guard's business:
/// no browser adds an `Authorization` field by itself.
package enum CrossSiteGuard {
    /// Passes a request that a cookie authenticates, if it only reads or comes from our own pages.
    ///
    /// - Parameters:
    ///   - method: `GET`, `HEAD` and `OPTIONS` only read; nothing else is ever taken for one of them.
    ///   - headers: the browser's word in `Sec-Fetch-Site` decides; only where there is none does `Origin`.
    ///   - own: the origin that the request was sent to, `nil` when it named none.
    /// - Throws: ``CrossSiteRequest``. Without `Sec-Fetch-Site` and without `Origin` too: nobody vouches for it.
    package static func check(
        _ method: HTTPRequest.Method, _ headers: HTTPFields, own: RequestOrigin?
    ) throws(CrossSiteRequest) {
        guard ![.get, .head, .options].contains(method) else { return }
        guard isFromOwnPage(headers, own: own), !isForm(headers) else { throw CrossSiteRequest() }
    }

    private static func isFromOwnPage(_ headers: HTTPFields, own: RequestOrigin?) -> Bool {
        let sites = headers[values: .secFetchSite]
        guard sites.isEmpty else { return sites == ["same-origin"] }
        let origins = headers[values: .origin]
        guard origins.count == 1, let own else { return false }
        return RequestOrigin(serialized: origins[0]) == own
    }

    /// Whether the body is of a type that a plain HTML form can send to any site (Fetch §2.2.2).
    private static func isForm(_ headers: HTTPFields) -> Bool {
        headers[values: .contentType].contains { type in
            let essence = type.prefix { $0 != ";" && $0 != "," }.lowercased().filter { $0 != " " && $0 != "\t" }
            return ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"].contains(essence)
        }
    }
}

/// A request that another site may have made somebody's browser send. Nothing was done.
package struct CrossSiteRequest: Failure, Equatable {
    /// What may be said about it.
    package var explanation: Explanation {
        Explanation(
            .forbidden, "csrf_rejected",
            "A cookie counts only on requests from this site's own pages, sent as application/json.")
    }
}
