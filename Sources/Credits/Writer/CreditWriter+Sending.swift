import Domain
import Logging
import Postgres
import Tenancy

extension CreditWriter {
    /// Posts a batch, lets go of its lanes and tells everybody how it went.
    ///
    /// While the database is away the same batch is sent again, until the patience is over: the keys say what is there
    /// already. Where the fault lies with an entry, each is posted alone.
    func send(_ batch: Lanes.Batch) async {
        let end = ContinuousClock.now + patience
        do {
            let answers = try await post(batch, until: end)
            release(batch)
            tell(batch, answers)
        } catch let error as PostgresError where error.mayBeOneEntrys && batch.count > 1 {
            logger.notice("batch refused, posting its entries alone", metadata: ["error": "\(error)"])
            await sendAlone(batch, until: end)
            release(batch)
        } catch {
            release(batch)
            tell(batch, error)
        }
    }

    private func sendAlone(_ batch: Lanes.Batch, until end: ContinuousClock.Instant) async {
        for (store, places) in batch.lanes {
            for place in places {
                let single = Lanes.Batch(lanes: [(store, [place])])
                do { tell(single, try await post(single, until: end)) } catch { tell(single, error) }
            }
        }
    }

    private func post(
        _ batch: Lanes.Batch, until end: ContinuousClock.Instant
    ) async throws -> [Store.ID: [CreditPosting]] {
        let entries = batch.lanes.map { (store: $0.store, entries: $0.places.map(\.entry)) }
        var pause = Duration.milliseconds(10)
        while true {
            do {
                return try await JournalQueries.apply(entries, on: master.session)
            } catch {
                guard error.isPassing, ContinuousClock.now < end else { throw error }
                logger.warning("batch not posted yet", metadata: ["error": "\(error)"])
                try await Task.sleep(for: pause * Double.random(in: 0.5...1))
                pause = min(pause * 2, .milliseconds(500))
            }
        }
    }

    private func tell(_ batch: Lanes.Batch, _ answers: [Store.ID: [CreditPosting]]) {
        for (store, places) in batch.lanes {
            guard let postings = answers[store], postings.count == places.count else {
                for place in places { place.waiter.resume(returning: .failure(CreditError.notFound)) }
                continue
            }
            for (place, posting) in zip(places, postings) { place.waiter.resume(returning: .success(posting)) }
        }
    }

    private func tell(_ batch: Lanes.Batch, _ error: any Error) {
        let error = Task.isCancelled ? CreditWriterError.interrupted : error
        for place in batch.lanes.flatMap(\.places) { place.waiter.resume(returning: .failure(error)) }
    }
}

extension PostgresError {
    /// The server found fault with what was sent, not with itself.
    fileprivate var mayBeOneEntrys: Bool {
        guard kind == .server, !isPassing, let sqlState else { return kind == .misuse || kind == .decoding }
        return !["25", "53", "57", "58"].contains(sqlState.prefix(2))
    }
}
