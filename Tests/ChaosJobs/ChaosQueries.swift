import Foundation
import Jobs
import Postgres
import Tenancy

/// The SQL by which runs leave traces, and of the tables that keep them.
package enum ChaosQueries {
    /// A run begins.
    ///
    /// - Returns: how many there were of the same job before.
    static func begin(_ run: ChaosRun, on master: Session<Master>) async throws(PostgresError) -> Int {
        try await master.first(
            """
            with begun as (
                insert into chaos_runs (run, job_id, epoch, attempt, process_id)
                values (\(run.id), \(run.context.jobID), \(run.context.epoch), \(Int32(run.context.attempt)),
                        \(run.processID)))
            select count(*) from chaos_runs where job_id = \(run.context.jobID)
            """, as: Int.self) ?? 0
    }

    /// The one thing that a job must not do twice. Nothing but the transaction it is in keeps it from that.
    static func effect(of run: ChaosRun, on master: Session<Master>) async throws(PostgresError) {
        try await master.execute(
            """
            insert into chaos_effects (run, job_id, epoch, process_id)
            values (\(run.id), \(run.context.jobID), \(run.context.epoch), \(run.processID))
            """)
    }

    /// Writes to the line's log, if no attempt with a higher number has.
    static func write(
        _ run: ChaosRun, line: Int, on tenant: Session<Tenant>
    ) async throws(PostgresError) -> Bool {
        let isNewest =
            try await tenant.execute(
                """
                insert into chaos_fence (line, epoch) values (\(Int32(line)), \(run.context.epoch))
                on conflict (line) do update set epoch = excluded.epoch where chaos_fence.epoch <= excluded.epoch
                """) == 1
        guard isNewest else { return false }
        try await tenant.execute(
            """
            insert into chaos_log (line, run, job_id, epoch)
            values (\(Int32(line)), \(run.id), \(run.context.jobID), \(run.context.epoch))
            """)
        return true
    }

    /// Makes what the master database needs besides its own tables: traces, and a record of every move of every job.
    package static let master = """
        create table chaos_runs (
            run uuid primary key, job_id uuid not null, epoch bigint not null, attempt int not null,
            process_id int not null, at timestamptz not null default clock_timestamp());
        create index on chaos_runs (job_id);
        create table chaos_effects (run uuid, job_id uuid not null, epoch bigint not null, process_id int not null);
        create index on chaos_effects (job_id);
        create table chaos_moves (
            number bigserial primary key, job_id uuid not null, old_state text not null, new_state text not null,
            old_epoch bigint not null, new_epoch bigint not null, worker_id uuid,
            at timestamptz not null default clock_timestamp());
        create index on chaos_moves (job_id);
        create function chaos_move() returns trigger language plpgsql as $move$
        begin
            insert into chaos_moves (job_id, old_state, new_state, old_epoch, new_epoch, worker_id)
            values (old.id, old.state, new.state, old.epoch, new.epoch, old.worker_id);
            return null;
        end $move$;
        create trigger chaos_move after update on job_queue for each row
            when (old.state <> new.state or old.epoch <> new.epoch or old.worker_id is distinct from new.worker_id)
            execute function chaos_move();
        """

    /// Makes what stands behind the fence.
    package static let tenant = """
        create table chaos_fence (line int primary key, epoch bigint not null);
        create table chaos_log (
            number bigserial primary key, line int not null, run uuid not null, job_id uuid not null,
            epoch bigint not null);
        """

    /// Takes the fence away: every claim gets the number 1. History that is unique by it goes with it.
    package static let withoutFence = """
        alter sequence job_epoch increment 2 minvalue 1 maxvalue 2 cycle restart 1;
        alter table job_attempts drop constraint job_attempts_pkey;
        """
}
