import Testing

/// One after another: each has processes of its own, and there are not many cores.
@Suite("Identity", .serialized)
enum Identity {}
