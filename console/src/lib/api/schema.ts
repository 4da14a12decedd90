// Generated from the OpenAPI document by `npm run generate`; do not edit.

export interface paths {
    "/api/agents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Agents
         * @description List the caller's agents, newest first.
         */
        get: operations["agents_api_agents_get"];
        put?: never;
        /**
         * Register Agent
         * @description Connect an agent of Bolna's; 409 bolna_agent_taken where it is connected already, whosever it is.
         */
        post: operations["register_agent_api_agents_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/agents/{agent_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Agent
         * @description Answer one agent.
         */
        get: operations["agent_api_agents__agent_id__get"];
        put?: never;
        post?: never;
        /**
         * Remove Agent
         * @description Remove an agent; 409 agent_in_use names the campaigns while one is unfinished. Said twice is the same as once.
         */
        delete: operations["remove_agent_api_agents__agent_id__delete"];
        options?: never;
        head?: never;
        /**
         * Change Agent
         * @description Change an agent: what is absent stays. Calls that are not yet placed go by it. 409 bolna_agent_taken.
         */
        patch: operations["change_agent_api_agents__agent_id__patch"];
        trace?: never;
    };
    "/api/agents/{agent_id}/connect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Connect Agent
         * @description Have the agent send its webhooks to us, and warn of settings that would dial on their own.
         *
         *     Said twice is the same as once. 409 agent_missing, webhook_refused, public_url_missing; 503 provider_away,
         *     provider_rejects_key.
         */
        post: operations["connect_agent_api_agents__agent_id__connect_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/agents/{agent_id}/test-call": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Call To Test
         * @description Have the agent call a number, at any hour of today: slots, the last look and do-not-call apply as to any call.
         *
         *     The answer is the call, to be followed at its Location. A number that is no contact yet becomes one.
         */
        post: operations["call_to_test_api_agents__agent_id__test_call_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/agents/sync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sync
         * @description Read all agents from Bolna, say which are whose, and warn of settings that would dial on their own.
         *
         *     Nothing is changed, here or there. 503 provider_away, provider_rejects_key; 409 public_url_missing.
         */
        post: operations["sync_api_agents_sync_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Audit
         * @description List who changed what and when, newest first: every event that a key or a session had recorded.
         */
        get: operations["audit_api_audit_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Found Calls
         * @description List the caller's calls over all campaigns, newest first: of a number, of a contact, of a time.
         */
        get: operations["found_calls_api_calls_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calls/{call_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Call
         * @description Answer a call with its whole story: what happened and was decided in order, what was said, what it cost.
         */
        get: operations["call_api_calls__call_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calls/{call_id}/recording": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Recording
         * @description Answer a call's recording, fetched from Bolna as it is listened to; 404 no_recording while there is none.
         */
        get: operations["recording_api_calls__call_id__recording_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calls/{call_id}/why": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Why Call
         * @description Answer why a call is, or is not, being made now; as for a campaign.
         */
        get: operations["why_call_api_calls__call_id__why_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/campaigns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Campaigns
         * @description List the caller's campaigns, newest first unless `sort` says otherwise.
         */
        get: operations["campaigns_api_campaigns_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/campaigns/{campaign_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Campaign
         * @description Answer one campaign.
         */
        get: operations["campaign_api_campaigns__campaign_id__get"];
        put?: never;
        post?: never;
        /**
         * Delete
         * @description Hide a draft, completed or cancelled campaign, else 409 not_finished. Said twice is the same as once.
         */
        delete: operations["delete_api_campaigns__campaign_id__delete"];
        options?: never;
        head?: never;
        /**
         * Change
         * @description Change a campaign: what is absent stays, null takes the default again.
         *
         *     Once its first window has opened, `start_date` is fixed (409 fixed_once_started); the agent is while a call is out
         *     (409 calls_are_out). What was placed stays as it was, all else goes by the change. Refused, nothing has changed.
         */
        patch: operations["change_api_campaigns__campaign_id__patch"];
        trace?: never;
    };
    "/api/campaigns/{campaign_id}/analytics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Campaign Analytics
         * @description Answer a campaign's figures: outcomes, answer rate, attempts, talk time, cost, and calls by hour and by day.
         */
        get: operations["campaign_analytics_api_campaigns__campaign_id__analytics_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/campaigns/{campaign_id}/calls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Calls
         * @description List a campaign's calls in the order in which they were queued.
         */
        get: operations["calls_api_campaigns__campaign_id__calls_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/campaigns/{campaign_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel
         * @description Cancel, answered as pause is.
         */
        post: operations["cancel_api_campaigns__campaign_id__cancel_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/campaigns/{campaign_id}/contacts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add Contacts
         * @description Queue further contacts in an unfinished campaign; those that are in it already are counted, not queued again.
         *
         *     Where one is unknown, 422 names it and nobody is queued. 409 already_finished.
         */
        post: operations["add_contacts_api_campaigns__campaign_id__contacts_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/campaigns/{campaign_id}/duplicate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Duplicate
         * @description Make a draft with the settings and contacts of a campaign, whatever its state; contacts removed stay out.
         *
         *     Of more than 10,000 contacts the draft is filled after the answer, as `importing` says. 409 still_importing,
         *     agent_is_removed.
         */
        post: operations["duplicate_api_campaigns__campaign_id__duplicate_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/campaigns/{campaign_id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Campaign Events
         * @description Tell what happens to one campaign and to the slots; else as `/api/events`.
         */
        get: operations["campaign_events_api_campaigns__campaign_id__events_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/campaigns/{campaign_id}/export.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export
         * @description Answer every call of a campaign as a file: contact, outcome, attempts, duration, cost.
         *
         *     It is safe to open in a spreadsheet: a cell that one would compute has an apostrophe before it, numbers among them.
         *     It is read page by page; a call that moves meanwhile stands there as it was when its page was read.
         */
        get: operations["export_api_campaigns__campaign_id__export_csv_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/campaigns/{campaign_id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pause
         * @description Pause: 200 when it is true that nothing more starts, after 5 s 202 with `stopping`.
         */
        post: operations["pause_api_campaigns__campaign_id__pause_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/campaigns/{campaign_id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resume
         * @description Resume a paused campaign; said twice is the same as once.
         */
        post: operations["resume_api_campaigns__campaign_id__resume_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/campaigns/{campaign_id}/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start
         * @description Launch a draft; said twice is the same as once.
         */
        post: operations["start_api_campaigns__campaign_id__start_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/campaigns/{campaign_id}/upload-csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add File
         * @description Add a file's contacts to an unfinished campaign; `already_in_campaign` of the import counts those it had.
         *
         *     So a mended file imports just what was missing. 409 already_finished.
         */
        post: operations["add_file_api_campaigns__campaign_id__upload_csv_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/campaigns/{campaign_id}/why": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Why Campaign
         * @description Answer why a campaign is, or is not, being called now; 503 scheduler_away where the scheduler does not answer.
         */
        get: operations["why_campaign_api_campaigns__campaign_id__why_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/campaigns/bulk-call": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Bulk Call
         * @description Make a campaign of contacts that are known already; where one is not, 422 names it and nothing is made.
         */
        post: operations["bulk_call_api_campaigns_bulk_call_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/campaigns/csv-template": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Csv Template
         * @description Answer a CSV to start from.
         */
        get: operations["csv_template_api_campaigns_csv_template_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/campaigns/dry-run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Dry Run
         * @description Answer who would be called when, who would be skipped and why, and the expected end; nothing is made.
         *
         *     The body is that of `bulk-call` or the form of `upload-csv`, and is refused as there.
         */
        post: operations["dry_run_api_campaigns_dry_run_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/campaigns/upload-csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Upload Csv
         * @description Make a campaign of a file. Bad rows never spoil good ones; 422 where the file or a field is wrong as a whole.
         */
        post: operations["upload_csv_api_campaigns_upload_csv_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contacts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Contacts
         * @description List the caller's contacts, newest first.
         */
        get: operations["contacts_api_contacts_get"];
        put?: never;
        /**
         * Add Contact
         * @description Add a contact; 409 contact_exists names the one that has the number already.
         */
        post: operations["add_contact_api_contacts_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contacts/{contact_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Contact
         * @description Answer one contact.
         */
        get: operations["contact_api_contacts__contact_id__get"];
        put?: never;
        post?: never;
        /**
         * Remove Contact
         * @description Remove a contact; its calls that are not yet dialled are skipped, one that is on the line goes on.
         *
         *     204 when it is true that no call to it starts any more, after 5 s 202; said again, it answers how things stand.
         */
        delete: operations["remove_contact_api_contacts__contact_id__delete"];
        options?: never;
        head?: never;
        /**
         * Change Contact
         * @description Change a contact: absent stays, null clears. It reaches every call that is not yet dialled.
         *
         *     412 changed_meanwhile where If-Match names another revision; 409 contact_exists.
         */
        patch: operations["change_contact_api_contacts__contact_id__patch"];
        trace?: never;
    };
    "/api/contacts/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import Contacts
         * @description Take a file's contacts into the address book, without a campaign: a known number fills what is empty of it.
         */
        post: operations["import_contacts_api_contacts_import_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/do-not-call": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Blocked Numbers
         * @description List the numbers that are not to be called, newest first.
         */
        get: operations["blocked_numbers_api_do_not_call_get"];
        put?: never;
        /**
         * Block Number
         * @description Put a number on a list, effective for calls that are queued: 201 when none starts any more, after 5 s 202.
         */
        post: operations["block_number_api_do_not_call_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/do-not-call/{e164}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Unblock Number
         * @description Take a number off a list; said twice is the same as once.
         */
        delete: operations["unblock_number_api_do_not_call__e164__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/do-not-call/upload-csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Upload Numbers
         * @description Put a file of numbers on a list; of the columns the number's is read, and `reason`. Answered as one number is.
         *
         *     A file sent again, also after it broke off, ends in the same list.
         */
        post: operations["upload_numbers_api_do_not_call_upload_csv_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Events
         * @description Tell the caller what happens, as it happens, from now on or from behind `Last-Event-ID`.
         */
        get: operations["events_api_events_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Imports
         * @description List what became of the caller's files, newest first.
         */
        get: operations["imports_api_imports_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/imports/{import_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Import Status
         * @description Answer what became of a file, or how far it has come.
         */
        get: operations["import_status_api_imports__import_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/imports/{import_id}/errors.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Rejected Rows
         * @description Answer the rejected rows as a file, with reasons, to be mended and uploaded again; 404 where there is none.
         */
        get: operations["rejected_rows_api_imports__import_id__errors_csv_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/imports/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Preview File
         * @description Answer what a file seems to hold; a missing phone column is said, not refused.
         */
        post: operations["preview_file_api_imports_preview_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Keys
         * @description List the caller's keys that are not revoked, newest first.
         */
        get: operations["keys_api_keys_get"];
        put?: never;
        /**
         * Issue Key
         * @description Issue a key to the caller; the answer shows it in full, this once.
         */
        post: operations["issue_key_api_keys_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/keys/{key_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke Key
         * @description Revoke a key of the caller's; said twice is the same as once.
         */
        delete: operations["revoke_key_api_keys__key_id__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Me
         * @description Answer who asks, with limits and slots in use.
         */
        get: operations["me_api_me_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change Me
         * @description Change one's own name or password, all of it or nothing: what is absent stays.
         *
         *     Another password needs the present one, where there is one: 422 wrong_password, 429 too_many_attempts. It ends every
         *     session but the one that asks.
         */
        patch: operations["change_me_api_me_patch"];
        trace?: never;
    };
    "/api/queue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Queue
         * @description List the caller's calls that are not settled, over all campaigns: those out first, then queued, then waiting.
         */
        get: operations["queue_api_queue_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/queue/statistics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Queue Statistics
         * @description Answer how many of the caller's calls stand where, with the slots.
         */
        get: operations["queue_statistics_api_queue_statistics_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign In
         * @description Sign in with e-mail address and password, or with the token of a sign-in link, and get a session's cookie.
         *
         *     401 wrong_credentials, whatever of them is wrong; 429 too_many_attempts. A session is over after 7 days, or when it
         *     was not used for 12 hours.
         */
        post: operations["sign_in_api_session_post"];
        /**
         * Sign Out
         * @description Sign out: the session of the cookie ends, and the cookie goes. Said twice is the same as once.
         */
        delete: operations["sign_out_api_session_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Sessions
         * @description List the caller's sessions that are not over, newest first.
         */
        get: operations["sessions_api_sessions_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/{session_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End Session
         * @description End a session of the caller's: it opens nothing any more. 404 where there is none, or it has ended.
         */
        delete: operations["end_session_api_sessions__session_id__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/settings/concurrency": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Concurrency
         * @description Answer limits and slots in use, the caller's and the system's.
         */
        get: operations["concurrency_api_settings_concurrency_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change Concurrency
         * @description Set how many calls may be live in all; 0 stops all new calls, lowering drains.
         *
         *     0 is answered with 200 when it is true that no call starts any more, after 5 s with 202.
         */
        patch: operations["change_concurrency_api_settings_concurrency_patch"];
        trace?: never;
    };
    "/api/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Users
         * @description List all users, newest first.
         */
        get: operations["users_api_users_get"];
        put?: never;
        /**
         * Register User
         * @description Register a user; the answer shows their first key, this once. 409 email_taken.
         */
        post: operations["register_user_api_users_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change User
         * @description Change a user, all of it or nothing: what is absent stays.
         *
         *     409 email_taken; 409 last_administrator where nobody would be left to administer. Lowering the limit drains.
         *     Suspending, or another password, ends the user's sessions.
         */
        patch: operations["change_user_api_users__user_id__patch"];
        trace?: never;
    };
    "/api/users/{user_id}/sign-in-links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Issue Link
         * @description Make a link by which a user signs in once, within 15 minutes; the answer shows its token, this once.
         */
        post: operations["issue_link_api_users__user_id__sign_in_links_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * Act
         * @description Something that a person changed. `details` are the event's fields; those named in `personal` are left out.
         */
        Act: {
            about: components["schemas"]["Subject"];
            /**
             * Action
             * @description the event's name: docs/events.md
             * @example CampaignPaused
             */
            action: string;
            actor: components["schemas"]["Actor"];
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Details */
            details: {
                [key: string]: unknown;
            };
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Personal */
            personal: string[];
            /**
             * User Id
             * @description whose it is; null where it is everybody's
             */
            user_id: string | null;
        };
        /**
         * Actor
         * @description Who did something, and the key or session by which they came.
         */
        Actor: {
            /**
             * Credential Id
             * Format: uuid
             */
            credential_id: string;
            /**
             * Credential Kind
             * @enum {string}
             */
            credential_kind: "key" | "session";
            /** Name */
            name: string | null;
            /**
             * User Id
             * Format: uuid
             */
            user_id: string;
        };
        /**
         * AddedContacts
         * @description What became of contacts that were added to a campaign: so many queued, so many in it already.
         */
        AddedContacts: {
            /** Already In Campaign */
            already_in_campaign: number;
            campaign: components["schemas"]["Campaign"];
            /** Queued */
            queued: number;
        };
        /**
         * Agent
         * @description An agent of Bolna's, connected to a user.
         */
        Agent: {
            /** Bolna Agent Id */
            bolna_agent_id: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** From Phone Numbers */
            from_phone_numbers: string[];
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
        };
        /**
         * AgentChangeBody
         * @description What of an agent is to change; what is absent stays, null takes the numbers away.
         */
        AgentChangeBody: {
            /** Bolna Agent Id */
            bolna_agent_id?: string | null;
            /** From Phone Numbers */
            from_phone_numbers?: string[] | null;
            /** Name */
            name?: string | null;
        };
        /**
         * AgentOwner
         * @description Whose an agent is.
         */
        AgentOwner: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
        };
        /**
         * AgentWarning
         * @description Something about an agent that is to be seen to.
         */
        AgentWarning: {
            /**
             * Code
             * @example auto_reschedule
             * @example auto_retry
             * @example calling_guardrails
             * @example gone_from_bolna
             * @example number_not_owned
             * @example settings_unread
             * @example webhook_elsewhere
             */
            code: string;
            /** Message */
            message: string;
        };
        /**
         * Analytics
         * @description A campaign's figures, each call and attempt counted once. `outcomes` of calls; hours and days of attempts.
         */
        Analytics: {
            /**
             * Answer Rate
             * @description answered, of those with an outcome of a call that was made; null while there is none
             */
            answer_rate: number | null;
            attempts: components["schemas"]["Attempts"];
            /** By Day */
            by_day: components["schemas"]["FiguresOfDay"][];
            /** By Hour */
            by_hour: components["schemas"]["FiguresOfHour"][];
            /**
             * Campaign Id
             * Format: uuid
             */
            campaign_id: string;
            /** @description null while nothing was charged, and where it was in several currencies */
            cost: components["schemas"]["Cost"] | null;
            durations: components["schemas"]["Durations"];
            /**
             * Outcomes
             * @example {
             *       "answered": 38,
             *       "no-answer": 4,
             *       "skipped": 1
             *     }
             */
            outcomes: {
                [key: string]: number;
            };
            /** Settled */
            settled: number;
            /**
             * Timezone
             * @example Asia/Kolkata
             */
            timezone: string;
            /** Total */
            total: number;
        };
        /**
         * Assumed
         * @description What the times rest on. `based_on_calls`: the user's own of late; 0 where there are too few to go by.
         */
        Assumed: {
            /** Based On Calls */
            based_on_calls: number;
            /**
             * Call Seconds
             * @description how long a call holds its slot
             * @example 48.5
             */
            call_seconds: number;
            /**
             * Retried Share
             * @description of the calls placed, how many are tried again
             * @example 0.2
             */
            retried_share: number;
            /**
             * Slots
             * @description calls that could be live at once as things stand
             * @example 2
             */
            slots: number;
        };
        /**
         * Attempt
         * @description One attempt to place a call; null is what was not told. `cut`: what was said is longer than is shown.
         */
        Attempt: {
            /** Answered At */
            answered_at: string | null;
            cost: components["schemas"]["Cost"] | null;
            /**
             * Cut
             * @default false
             */
            cut: boolean;
            /** Duration Seconds */
            duration_seconds: number | null;
            /** Ended At */
            ended_at: string | null;
            /** Error Message */
            error_message: string | null;
            /** Execution Id */
            execution_id: string | null;
            /** Extracted Data */
            extracted_data?: {
                [key: string]: unknown;
            } | null;
            /** Failure */
            failure: string | null;
            /** Hangup By */
            hangup_by: string | null;
            /** Hangup Reason */
            hangup_reason: string | null;
            /** Has Recording */
            has_recording: boolean;
            /** Has Transcript */
            has_transcript: boolean;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            outcome: components["schemas"]["Outcome"] | null;
            /** Placed At */
            placed_at: string | null;
            /** Requested At */
            requested_at: string | null;
            /** Ringing At */
            ringing_at: string | null;
            /** Summary */
            summary?: string | null;
            /**
             * Transcript
             * @example assistant: Hello
             *     user: Hi
             */
            transcript?: string | null;
        };
        /**
         * Attempts
         * @description All attempts of a campaign.
         */
        Attempts: {
            /**
             * Answer Rate
             * @description answered, of those with an outcome of a call that was made; null while there is none
             */
            answer_rate: number | null;
            /**
             * Line Seconds
             * @description of all that were placed, as the provider bills them
             */
            line_seconds: number;
            /** Not Placed */
            not_placed: number;
            /**
             * Outcomes
             * @example {
             *       "answered": 40,
             *       "busy": 3,
             *       "failed": 1,
             *       "no-answer": 12,
             *       "voicemail": 0
             *     }
             */
            outcomes: {
                [key: string]: number;
            };
            /**
             * Per Call
             * @description placed for each settled call, on average; null while none is settled
             */
            per_call: number | null;
            /** Placed */
            placed: number;
            /**
             * Talk Seconds
             * @description of those that were answered
             */
            talk_seconds: number;
        };
        /**
         * BlockedNumber
         * @description A number that is not to be called. `stopping`: it is not yet sure that no call to it can start.
         */
        BlockedNumber: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Phone Number
             * @example +919876543210
             */
            phone_number: string;
            /** Reason */
            reason: string | null;
            scope: components["schemas"]["BlockScope"];
            /**
             * Stopping
             * @default false
             */
            stopping: boolean;
        };
        /**
         * BlockedNumbers
         * @description What became of a file of numbers that are not to be called; `errors` and `warnings` are the first 100.
         */
        BlockedNumbers: {
            /** Accepted */
            accepted: number;
            /** Already Blocked */
            already_blocked: number;
            /** Duplicates */
            duplicates: number;
            /** Errors */
            errors: components["schemas"]["RowProblem"][];
            /** Rejected */
            rejected: number;
            /**
             * Stopping
             * @description not yet sure that no call to one of them can start
             */
            stopping: boolean;
            /** Total Rows */
            total_rows: number;
            /** Warnings */
            warnings: components["schemas"]["RowProblem"][];
        };
        /**
         * BlockScope
         * @description For whom a number is not to be called: its user's campaigns, or everybody's.
         * @enum {string}
         */
        BlockScope: "user" | "system";
        /**
         * BulkCallBody
         * @description A campaign of contacts that are known already.
         */
        BulkCallBody: {
            /**
             * Agent Id
             * Format: uuid
             */
            agent_id: string;
            /**
             * Campaign Name
             * @default null
             */
            campaign_name: string | null;
            /** @default null */
            contact_filter: components["schemas"]["ContactFilter"] | null;
            /**
             * Contact Ids
             * @default null
             */
            contact_ids: string[] | null;
            /**
             * Days
             * @default null
             */
            days: components["schemas"]["Weekday"][] | null;
            /**
             * Default Country
             * @default null
             */
            default_country: string | null;
            /**
             * Draft
             * @default false
             */
            draft: boolean;
            /**
             * End Date
             * @default null
             */
            end_date: string | null;
            /**
             * First Call Time
             * @example 09:00
             */
            first_call_time: string;
            /** @default null */
            frequency_cap: components["schemas"]["FrequencyCapBody"] | null;
            /**
             * From Phone Numbers
             * @default null
             */
            from_phone_numbers: string[] | null;
            /**
             * Holidays
             * @default null
             */
            holidays: string[] | null;
            /**
             * Keep Open
             * @default null
             */
            keep_open: boolean | null;
            /**
             * Last Call Time
             * @example 09:00
             */
            last_call_time: string;
            /**
             * Max Calls Per Minute
             * @default null
             */
            max_calls_per_minute: number | null;
            /**
             * Max Concurrent Calls
             * @default null
             */
            max_concurrent_calls: number | null;
            /** Next Action */
            next_action: string;
            /** @default null */
            retry: components["schemas"]["RetryBody"] | null;
            /**
             * Start Date
             * Format: date
             * @example 2025-10-09
             */
            start_date: string;
            /**
             * Timezone
             * @default null
             */
            timezone: string | null;
            /**
             * Use Contact Timezone
             * @default null
             */
            use_contact_timezone: boolean | null;
        };
        /**
         * Call
         * @description A call: one contact in one campaign.
         */
        Call: {
            /** Attempts */
            attempts: number;
            /**
             * Campaign Id
             * Format: uuid
             */
            campaign_id: string;
            /**
             * Contact Id
             * Format: uuid
             */
            contact_id: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string | null;
            /** Next Attempt At */
            next_attempt_at: string | null;
            outcome: components["schemas"]["Outcome"] | null;
            /** Phone Number */
            phone_number: string;
            /** Priority */
            priority: number;
            /**
             * Queued At
             * Format: date-time
             */
            queued_at: string;
            /** Reason */
            reason: string | null;
            /** Settled At */
            settled_at: string | null;
            status: components["schemas"]["CallStatus"];
        };
        /**
         * CallStatus
         * @description Where a call stands: one contact in one campaign.
         * @enum {string}
         */
        CallStatus: "queued" | "dialling" | "in_call" | "awaiting_result" | "waiting_retry" | "settled";
        /**
         * CallStory
         * @description A call with its attempts, oldest first, everything that happened and was decided, in order, and its cost in all.
         *
         *     `transcript` is that of the last attempt that has one. `unanswered` names the services that were asked and gave no
         *     answer in time: what they would tell is missing, or shorter.
         */
        CallStory: {
            /** Attempts */
            attempts: number;
            /** Attempts Made */
            attempts_made: components["schemas"]["Attempt"][];
            /**
             * Campaign Id
             * Format: uuid
             */
            campaign_id: string;
            /**
             * Contact Id
             * Format: uuid
             */
            contact_id: string;
            cost: components["schemas"]["Cost"] | null;
            /** Events */
            events: components["schemas"]["Moment"][];
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string | null;
            /** Next Attempt At */
            next_attempt_at: string | null;
            outcome: components["schemas"]["Outcome"] | null;
            /** Phone Number */
            phone_number: string;
            /** Priority */
            priority: number;
            /**
             * Queued At
             * Format: date-time
             */
            queued_at: string;
            /** Reason */
            reason: string | null;
            /** Settled At */
            settled_at: string | null;
            status: components["schemas"]["CallStatus"];
            /** Transcript */
            transcript: string | null;
            /** Unanswered */
            unanswered: components["schemas"]["Service"][];
        };
        /**
         * Campaign
         * @description A campaign. `stopping`: it was paused or cancelled, and it is not yet sure that no call of it can start.
         */
        Campaign: {
            /**
             * Agent Id
             * Format: uuid
             */
            agent_id: string;
            /** Completed At */
            completed_at: string | null;
            /** Counters */
            counters: {
                [key: string]: number;
            };
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Days */
            days: components["schemas"]["Weekday"][];
            /** End Date */
            end_date: string | null;
            /**
             * Expected End At
             * @description as its pace and windows are now; null where it does not run, or that cannot be said
             */
            expected_end_at?: string | null;
            /** First Call Time */
            first_call_time: string;
            frequency_cap: components["schemas"]["FrequencyCap"] | null;
            /** From Phone Numbers */
            from_phone_numbers: string[];
            /** Holidays */
            holidays: string[];
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Importing */
            importing: boolean;
            /** Keep Open */
            keep_open: boolean;
            /** Last Call Time */
            last_call_time: string;
            /** Max Calls Per Minute */
            max_calls_per_minute: number | null;
            /** Max Concurrent Calls */
            max_concurrent_calls: number | null;
            /** Name */
            name: string;
            /** Next Action */
            next_action: string;
            /**
             * Next Dial At
             * @description when its windows let it dial next: now while one is open; null where it does not run
             */
            next_dial_at?: string | null;
            /** Progress */
            progress: number;
            retry: components["schemas"]["Retry"];
            /**
             * Start Date
             * Format: date
             */
            start_date: string;
            /** Started At */
            started_at: string | null;
            status: components["schemas"]["CampaignStatus"];
            /** Status Reason */
            status_reason: string | null;
            /** Stopping */
            stopping: boolean;
            /** Timezone */
            timezone: string;
            /** Use Contact Timezone */
            use_contact_timezone: boolean;
        };
        /**
         * CampaignChangeBody
         * @description What of a campaign is to change: what is absent stays, null takes the default again.
         */
        CampaignChangeBody: {
            /**
             * Agent Id
             * @default null
             */
            agent_id: string | null;
            /**
             * Days
             * @default null
             */
            days: components["schemas"]["Weekday"][] | null;
            /**
             * End Date
             * @default null
             */
            end_date: string | null;
            /**
             * First Call Time
             * @default null
             */
            first_call_time: string | null;
            /** @default null */
            frequency_cap: components["schemas"]["FrequencyCapBody"] | null;
            /**
             * From Phone Numbers
             * @default null
             */
            from_phone_numbers: string[] | null;
            /**
             * Holidays
             * @default null
             */
            holidays: string[] | null;
            /**
             * Keep Open
             * @default null
             */
            keep_open: boolean | null;
            /**
             * Last Call Time
             * @default null
             */
            last_call_time: string | null;
            /**
             * Max Calls Per Minute
             * @default null
             */
            max_calls_per_minute: number | null;
            /**
             * Max Concurrent Calls
             * @default null
             */
            max_concurrent_calls: number | null;
            /**
             * Name
             * @default null
             */
            name: string | null;
            /**
             * Next Action
             * @default null
             */
            next_action: string | null;
            /** @default null */
            retry: components["schemas"]["RetryBody"] | null;
            /**
             * Start Date
             * @default null
             */
            start_date: string | null;
            /**
             * Timezone
             * @default null
             */
            timezone: string | null;
            /**
             * Use Contact Timezone
             * @default null
             */
            use_contact_timezone: boolean | null;
        };
        /**
         * CampaignName
         * @description A campaign by its name.
         */
        CampaignName: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
        };
        /**
         * CampaignStatus
         * @description Where a campaign stands, as its owner sees it.
         * @enum {string}
         */
        CampaignStatus: "draft" | "scheduled" | "active" | "paused" | "completed" | "cancelled";
        /**
         * Concurrency
         * @description Limits and calls that hold a slot; and where everything is stopped, what it would go back to.
         */
        Concurrency: {
            /** System Active */
            system_active: number;
            /** System Available */
            system_available: number;
            /** System Limit */
            system_limit: number;
            /**
             * System Limit Before Stop
             * @description the limit before it was set to 0, else null
             */
            system_limit_before_stop?: number | null;
            /** User Active */
            user_active: number;
            /** User Available */
            user_available: number;
            /** User Limit */
            user_limit: number;
        };
        /**
         * ConnectedAgent
         * @description An agent whose webhooks come to us; the address without its secret.
         */
        ConnectedAgent: {
            /** Bolna Agent Id */
            bolna_agent_id: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** From Phone Numbers */
            from_phone_numbers: string[];
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /** Warnings */
            warnings: components["schemas"]["AgentWarning"][];
            /** Webhook Url */
            webhook_url: string;
        };
        /**
         * Contact
         * @description A contact.
         */
        Contact: {
            /** Company */
            company: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Do Not Call
             * @description its number stands on the caller's list or on everybody's
             */
            do_not_call: boolean;
            /** Email */
            email: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string | null;
            /** Notes */
            notes: string | null;
            /** Phone Number */
            phone_number: string;
            /** Tags */
            tags: string[];
            /** Timezone */
            timezone: string | null;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
            /**
             * Used In
             * @description the newest of them, at most 3
             */
            used_in: components["schemas"]["CampaignName"][];
            /**
             * Used In Count
             * @description how many campaigns have a call to it
             */
            used_in_count: number;
            /** Variables */
            variables: {
                [key: string]: string;
            };
        };
        /**
         * ContactChangeBody
         * @description What of a contact is to change: absent stays, null clears; `tags` and `variables` are given as a whole.
         */
        ContactChangeBody: {
            /** Company */
            company?: string | null;
            /** Email */
            email?: string | null;
            /** Name */
            name?: string | null;
            /** Notes */
            notes?: string | null;
            /** Phone Number */
            phone_number?: string | null;
            /** Tags */
            tags?: string[] | null;
            /**
             * Timezone
             * @description the contact's own; null: the one its number lies in
             */
            timezone?: string | null;
            /**
             * Variables
             * @description told to the agent as they are named here
             */
            variables?: {
                [key: string]: string;
            } | null;
        };
        /**
         * ContactFilter
         * @description Contacts by what `GET /api/contacts` finds.
         */
        ContactFilter: {
            /** Search */
            search?: string | null;
            /** Tag */
            tag?: string | null;
        };
        /**
         * ContactSelection
         * @description Contacts that are known already: by their ids, or by a filter.
         */
        ContactSelection: {
            contact_filter?: components["schemas"]["ContactFilter"] | null;
            /** Contact Ids */
            contact_ids?: string[] | null;
        };
        /**
         * Cost
         * @description What was paid.
         */
        Cost: {
            /** Amount */
            amount: string;
            /** Currency */
            currency: string;
        };
        /**
         * Credential
         * @description By what somebody came in: an API key or a session.
         */
        Credential: {
            /** Expires At */
            expires_at: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "key" | "session";
            /** Read Only */
            read_only: boolean;
        };
        /**
         * DoNotCallFields
         * @description The fields beside a file of numbers; `reason` is that of rows that give none in a column of this name.
         */
        DoNotCallFields: {
            /**
             * Column Mapping
             * @default null
             */
            column_mapping: {
                [key: string]: string;
            } | null;
            /**
             * Default Country
             * @default null
             */
            default_country: string | null;
            file: string;
            /**
             * Reason
             * @default null
             */
            reason: string | null;
            /** @default user */
            scope: components["schemas"]["BlockScope"];
        };
        /**
         * DryRun
         * @description What would come of a campaign, were it made now. `total` = `callable` + all of `skipped`.
         *
         *     `unreached` of the callable would find no window any more before the end date.
         */
        DryRun: {
            assumed: components["schemas"]["Assumed"];
            /** Callable */
            callable: number;
            /** Expected End At */
            expected_end_at: string | null;
            /** First Calls */
            first_calls: components["schemas"]["FirstCall"][];
            /**
             * Skipped
             * @example {
             *       "do_not_call": 3,
             *       "phone_invalid": 1
             *     }
             */
            skipped: {
                [key: string]: number;
            };
            /** Total */
            total: number;
            /** Unreached */
            unreached: number;
        };
        /**
         * Durations
         * @description How long calls lasted.
         */
        Durations: {
            /**
             * Average Talk Seconds
             * @description of an answered call; null while there is none
             */
            average_talk_seconds: number | null;
            /** Line Seconds */
            line_seconds: number;
            /** Talk Seconds */
            talk_seconds: number;
        };
        /**
         * FiguresOfDay
         * @description The attempts placed on one day.
         */
        FiguresOfDay: {
            /**
             * Answer Rate
             * @description answered, of those with an outcome of a call that was made; null while there is none
             */
            answer_rate: number | null;
            /**
             * Day
             * Format: date
             * @description on the clock of `timezone`
             */
            day: string;
            /**
             * Line Seconds
             * @description of all that were placed, as the provider bills them
             */
            line_seconds: number;
            /** Not Placed */
            not_placed: number;
            /**
             * Outcomes
             * @example {
             *       "answered": 40,
             *       "busy": 3,
             *       "failed": 1,
             *       "no-answer": 12,
             *       "voicemail": 0
             *     }
             */
            outcomes: {
                [key: string]: number;
            };
            /** Placed */
            placed: number;
            /**
             * Talk Seconds
             * @description of those that were answered
             */
            talk_seconds: number;
        };
        /**
         * FiguresOfHour
         * @description The attempts placed in one hour of the day, over all days.
         */
        FiguresOfHour: {
            /**
             * Answer Rate
             * @description answered, of those with an outcome of a call that was made; null while there is none
             */
            answer_rate: number | null;
            /**
             * Hour
             * @description 0 to 23, on the clock of `timezone`
             */
            hour: number;
            /**
             * Line Seconds
             * @description of all that were placed, as the provider bills them
             */
            line_seconds: number;
            /** Not Placed */
            not_placed: number;
            /**
             * Outcomes
             * @example {
             *       "answered": 40,
             *       "busy": 3,
             *       "failed": 1,
             *       "no-answer": 12,
             *       "voicemail": 0
             *     }
             */
            outcomes: {
                [key: string]: number;
            };
            /** Placed */
            placed: number;
            /**
             * Talk Seconds
             * @description of those that were answered
             */
            talk_seconds: number;
        };
        /**
         * FileFields
         * @description How a file is to be read; lists and objects as JSON text.
         */
        FileFields: {
            /**
             * Column Mapping
             * @default null
             */
            column_mapping: {
                [key: string]: string;
            } | null;
            /**
             * Default Country
             * @default null
             */
            default_country: string | null;
            file: string;
        };
        /**
         * FirstCall
         * @description One of the first calls; `contact_id` is null where the file would make a new contact.
         */
        FirstCall: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Contact Id */
            contact_id: string | null;
            /** Name */
            name: string | null;
            /** Phone Number */
            phone_number: string;
        };
        /**
         * FrequencyCap
         * @description At most so many calls to one number in so many hours.
         */
        FrequencyCap: {
            /** Calls */
            calls: number;
            /** Hours */
            hours: number;
        };
        /**
         * FrequencyCapBody
         * @description At most so many calls to one number in so many hours, over all campaigns of the user.
         */
        FrequencyCapBody: {
            /** Calls */
            calls: number;
            /** Hours */
            hours: number;
        };
        /**
         * Import
         * @description An import. `errors` are the first 100; all of them are in the file behind `errors_csv_url`.
         */
        Import: {
            /** Accepted */
            accepted: number;
            /** Already In Campaign */
            already_in_campaign: number;
            /** Campaign Id */
            campaign_id: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Duplicates */
            duplicates: number;
            /** Errors */
            errors: components["schemas"]["RowProblem"][];
            /** Errors Csv Url */
            errors_csv_url: string | null;
            /** Failure */
            failure: {
                [key: string]: unknown;
            } | null;
            /** Finished At */
            finished_at: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Rejected */
            rejected: number;
            /**
             * Status
             * @example receiving
             * @example validating
             * @example queueing
             * @example done
             * @example failed
             */
            status: string;
            /** Total Rows */
            total_rows: number;
            /** Warnings */
            warnings: components["schemas"]["RowProblem"][];
        };
        /**
         * IssuedKey
         * @description A new key, shown in full this once.
         */
        IssuedKey: {
            /** Expires At */
            expires_at: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Key
             * @description shown once; absent when the answer is replayed
             */
            key?: string | null;
            /** Name */
            name: string;
            /** Prefix */
            prefix: string;
            /** Read Only */
            read_only: boolean;
        };
        /**
         * Key
         * @description An API key without the key.
         */
        Key: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Expires At */
            expires_at: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Last Used At */
            last_used_at: string | null;
            /** Name */
            name: string;
            /** Prefix */
            prefix: string;
            /** Read Only */
            read_only: boolean;
        };
        /**
         * Me
         * @description Who asks, by what, and their slots.
         */
        Me: {
            /** Allowed Countries */
            allowed_countries: string[] | null;
            /** Concurrent Calls Limit */
            concurrent_calls_limit: number;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            credential: components["schemas"]["Credential"];
            /** Default Country */
            default_country: string;
            /** Email */
            email: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            role: components["schemas"]["Role"];
            slots: components["schemas"]["Slots"];
            /** Suspended */
            suspended: boolean;
            /** Timezone */
            timezone: string;
            /**
             * Weight
             * @description turns for each that a user with 1 has
             */
            weight: number;
        };
        /**
         * Moment
         * @description Something that happened to a call, or was decided about it.
         */
        Moment: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Attempt Id */
            attempt_id?: string | null;
            /** @description the service that recorded it */
            by: components["schemas"]["Service"];
            /**
             * Details
             * @default {}
             * @example {
             *       "outcome": "busy",
             *       "retry_at": "2025-10-09T05:00:00Z"
             *     }
             */
            details: {
                [key: string]: unknown;
            };
            /**
             * Event
             * @example queued
             * @example requested
             * @example placed
             * @example ringing
             * @example answered
             * @example ended
             * @example reported
             * @example retry_scheduled
             */
            event: string;
        };
        /**
         * NewAgentBody
         * @description An agent of Bolna's to be connected.
         */
        NewAgentBody: {
            /** Bolna Agent Id */
            bolna_agent_id: string;
            /**
             * From Phone Numbers
             * @default []
             */
            from_phone_numbers: string[];
            /** Name */
            name: string;
        };
        /**
         * NewContactBody
         * @description A contact to be added.
         */
        NewContactBody: {
            /** Company */
            company?: string | null;
            /** Email */
            email?: string | null;
            /** Name */
            name?: string | null;
            /** Notes */
            notes?: string | null;
            /**
             * Phone Number
             * @description any common form
             * @example +919876543210
             * @example 098765 43210
             */
            phone_number: string;
            /** Tags */
            tags?: string[] | null;
            /**
             * Timezone
             * @description the contact's own; null: the one its number lies in
             */
            timezone?: string | null;
            /**
             * Variables
             * @description told to the agent as they are named here
             */
            variables?: {
                [key: string]: string;
            } | null;
        };
        /**
         * NewEntryBody
         * @description A number that is not to be called: by the caller's campaigns, or (administrators) by anybody's.
         */
        NewEntryBody: {
            /**
             * Phone Number
             * @description any common form
             * @example +919876543210
             * @example 098765 43210
             */
            phone_number: string;
            /**
             * Reason
             * @example asked not to be called
             */
            reason?: string | null;
            /** @default user */
            scope: components["schemas"]["BlockScope"];
        };
        /**
         * NewKeyBody
         * @description A key to be issued.
         */
        NewKeyBody: {
            /** Expires At */
            expires_at?: string | null;
            /** Name */
            name: string;
            /**
             * Read Only
             * @default false
             */
            read_only: boolean;
        };
        /**
         * NewUserBody
         * @description A user to be registered; what is left out takes the defaults of the configuration.
         */
        NewUserBody: {
            /** Allowed Countries */
            allowed_countries?: string[] | null;
            /** Concurrent Calls Limit */
            concurrent_calls_limit?: number | null;
            /** Default Country */
            default_country?: string | null;
            /** Email */
            email: string;
            /** Name */
            name: string;
            /** Password */
            password?: string | null;
            /** @default member */
            role: components["schemas"]["Role"];
            /** Timezone */
            timezone?: string | null;
        };
        /**
         * Outcome
         * @description What became of a call, once and for good.
         * @enum {string}
         */
        Outcome: "answered" | "voicemail" | "no-answer" | "busy" | "failed" | "cancelled" | "skipped" | "expired" | "unknown";
        /**
         * OwnChangeBody
         * @description What somebody changes of their own; a field that is absent stays, as does null.
         */
        OwnChangeBody: {
            /**
             * Current Password
             * @description the password that holds now, where there is one; for another one alone
             */
            current_password?: string | null;
            /** Name */
            name?: string | null;
            /**
             * Password
             * @description another password ends every other session
             */
            password?: string | null;
        };
        /** Page[Act] */
        Page_Act_: {
            /** Items */
            items: components["schemas"]["Act"][];
            /** Next Cursor */
            next_cursor?: string | null;
        };
        /** Page[Agent] */
        Page_Agent_: {
            /** Items */
            items: components["schemas"]["Agent"][];
            /** Next Cursor */
            next_cursor?: string | null;
        };
        /** Page[BlockedNumber] */
        Page_BlockedNumber_: {
            /** Items */
            items: components["schemas"]["BlockedNumber"][];
            /** Next Cursor */
            next_cursor?: string | null;
        };
        /** Page[Call] */
        Page_Call_: {
            /** Items */
            items: components["schemas"]["Call"][];
            /** Next Cursor */
            next_cursor?: string | null;
        };
        /** Page[Campaign] */
        Page_Campaign_: {
            /** Items */
            items: components["schemas"]["Campaign"][];
            /** Next Cursor */
            next_cursor?: string | null;
        };
        /** Page[Contact] */
        Page_Contact_: {
            /** Items */
            items: components["schemas"]["Contact"][];
            /** Next Cursor */
            next_cursor?: string | null;
        };
        /** Page[Import] */
        Page_Import_: {
            /** Items */
            items: components["schemas"]["Import"][];
            /** Next Cursor */
            next_cursor?: string | null;
        };
        /** Page[Key] */
        Page_Key_: {
            /** Items */
            items: components["schemas"]["Key"][];
            /** Next Cursor */
            next_cursor?: string | null;
        };
        /** Page[Session] */
        Page_Session_: {
            /** Items */
            items: components["schemas"]["Session"][];
            /** Next Cursor */
            next_cursor?: string | null;
        };
        /** Page[User] */
        Page_User_: {
            /** Items */
            items: components["schemas"]["User"][];
            /** Next Cursor */
            next_cursor?: string | null;
        };
        /**
         * Preview
         * @description A look into a file: `headers` as written, `mapping` what each is read as ("" is left out), the first rows.
         */
        Preview: {
            /** Column Mapping */
            column_mapping: {
                [key: string]: string;
            };
            /** Delimiter */
            delimiter: string;
            /** Encoding */
            encoding: string;
            /** Headers */
            headers: string[];
            /** Mapping */
            mapping: string[];
            /** Missing */
            missing: string[];
            /** Rows */
            rows: string[][];
            /** Warnings */
            warnings: components["schemas"]["RowProblem"][];
        };
        /**
         * PreviewFields
         * @description The fields beside the file.
         */
        PreviewFields: {
            /**
             * Column Mapping
             * @default null
             */
            column_mapping: {
                [key: string]: string;
            } | null;
            /**
             * Default Country
             * @default null
             */
            default_country: string | null;
            file: string;
        };
        /**
         * ProblemDetails
         * @description What every error answers (RFC 9457, application/problem+json).
         */
        ProblemDetails: {
            /** Code */
            code: string;
            /** Detail */
            detail: string;
            /**
             * Errors
             * @default null
             */
            errors: components["schemas"]["ProblemField"][] | null;
            /** Request Id */
            request_id: string;
            /** Status */
            status: number;
            /** Title */
            title: string;
            /** Type */
            type: string;
        };
        /**
         * ProblemField
         * @description One wrong field of a request.
         */
        ProblemField: {
            /** Code */
            code: string;
            /**
             * Field
             * @example /retry/delays_minutes/0
             */
            field: string;
            /** Message */
            message: string;
            /**
             * Value
             * @default null
             */
            value: unknown;
        };
        /**
         * QueueSlots
         * @description Limits and calls that hold a slot.
         */
        QueueSlots: {
            /** System Active */
            system_active: number;
            /** System Limit */
            system_limit: number;
            /** User Active */
            user_active: number;
            /** User Limit */
            user_limit: number;
        };
        /**
         * QueueStatistics
         * @description How many of the user's calls stand where.
         */
        QueueStatistics: {
            /** Awaiting Result */
            awaiting_result: number;
            /** Dialling */
            dialling: number;
            /** In Call */
            in_call: number;
            /** Queued */
            queued: number;
            slots: components["schemas"]["QueueSlots"];
            /** Waiting Retry */
            waiting_retry: number;
        };
        /**
         * Reason
         * @description One thing that stands in the way of a call.
         */
        Reason: {
            /** Code */
            code: string;
            /** Message */
            message: string;
            /** Until */
            until?: string | null;
        };
        /**
         * RegisteredUser
         * @description A new user with their first key, which is not shown again.
         */
        RegisteredUser: {
            /** Allowed Countries */
            allowed_countries: string[] | null;
            /**
             * Api Key
             * @description shown once; absent when the answer is replayed
             */
            api_key?: string | null;
            /** Concurrent Calls Limit */
            concurrent_calls_limit: number;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Default Country */
            default_country: string;
            /** Email */
            email: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            role: components["schemas"]["Role"];
            /** Suspended */
            suspended: boolean;
            /** Timezone */
            timezone: string;
            /**
             * Weight
             * @description turns for each that a user with 1 has
             */
            weight: number;
        };
        /**
         * Retry
         * @description How often, after which outcomes and when a call is tried again.
         */
        Retry: {
            /** Delays Minutes */
            delays_minutes: number[];
            /** Max Attempts */
            max_attempts: number;
            /** Outcomes */
            outcomes: components["schemas"]["Outcome"][];
        };
        /**
         * RetryBody
         * @description How often (calls placed), after which outcomes and after how many minutes a call is tried again.
         *
         *     Where no outcomes are named it is after all of them: no-answer, busy, failed, voicemail.
         */
        RetryBody: {
            /**
             * Delays Minutes
             * @default [
             *       60
             *     ]
             */
            delays_minutes: number[];
            /**
             * Max Attempts
             * @default 1
             */
            max_attempts: number;
            /**
             * Outcomes
             * @default null
             */
            outcomes: ("no-answer" | "busy" | "failed" | "voicemail")[] | null;
        };
        /**
         * Role
         * @description What a user may do: members their own, admins also users, limits and settings.
         * @enum {string}
         */
        Role: "member" | "admin";
        /**
         * RowProblem
         * @description What is wrong with a row, or was noticed; `row` as a spreadsheet counts.
         */
        RowProblem: {
            /** Code */
            code: string;
            /** Column */
            column: string;
            /** Message */
            message: string;
            /** Row */
            row: number;
            /** Value */
            value: string;
        };
        /**
         * Service
         * @description The four services, each the owner of one log.
         * @enum {string}
         */
        Service: "campaigns" | "scheduler" | "dialer" | "webhooks";
        /**
         * Session
         * @description Somebody signed in to the console; `current` is the one that asks.
         */
        Session: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Current */
            current: boolean;
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Last Seen At
             * Format: date-time
             */
            last_seen_at: string;
            /**
             * Method
             * @enum {string}
             */
            method: "password" | "link";
            /**
             * Source
             * @description the address from which they signed in
             * @example 203.0.113.7
             */
            source: string | null;
            /**
             * User Agent
             * @example Mozilla/5.0
             */
            user_agent: string | null;
        };
        /**
         * SignedIn
         * @description A session that was opened, and whose it is; the cookie came along.
         */
        SignedIn: {
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
            /**
             * Session Id
             * Format: uuid
             */
            session_id: string;
            user: components["schemas"]["User"];
        };
        /**
         * SignInBody
         * @description How to sign in: with e-mail address and password, or with the token of a sign-in link.
         */
        SignInBody: {
            /** Email */
            email?: string | null;
            /** Password */
            password?: string | null;
            /** Token */
            token?: string | null;
        };
        /**
         * SignInLink
         * @description A link that signs its user in once. `token` is shown once: it belongs behind `#token=` of the console's page.
         */
        SignInLink: {
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Token
             * @description shown once; absent when the answer is replayed
             */
            token?: string | null;
            /**
             * User Id
             * Format: uuid
             */
            user_id: string;
        };
        /**
         * Slots
         * @description Limits, and calls that hold a slot; of others no more than their sum.
         */
        Slots: {
            /** System Active */
            system_active: number;
            /** System Available */
            system_available: number;
            /** System Limit */
            system_limit: number;
            /** User Active */
            user_active: number;
            /** User Available */
            user_available: number;
            /** User Limit */
            user_limit: number;
        };
        /**
         * Stopping
         * @description It is recorded, and not yet sure that no such call can start: ask again in a moment.
         */
        Stopping: {
            /**
             * Stopping
             * @default true
             */
            stopping: boolean;
        };
        /**
         * Subject
         * @description What something was done to: a user, an agent, a campaign, an import, …; `system` has no id.
         */
        Subject: {
            /** Id */
            id: string | null;
            /**
             * Kind
             * @example campaign
             */
            kind: string;
        };
        /**
         * SyncedAgent
         * @description An agent as Bolna has it, as it is registered here, or both; `id` and `owner` are null where it is nobody's.
         */
        SyncedAgent: {
            /** At Bolna */
            at_bolna: boolean;
            /** Bolna Agent Id */
            bolna_agent_id: string;
            /** Id */
            id: string | null;
            /** Name */
            name: string | null;
            owner: components["schemas"]["AgentOwner"] | null;
            /** Warnings */
            warnings: components["schemas"]["AgentWarning"][];
        };
        /**
         * SyncedAgents
         * @description Every agent of the account at Bolna and every one registered here, and the account's numbers (null: unread).
         */
        SyncedAgents: {
            /** Items */
            items: components["schemas"]["SyncedAgent"][];
            /** Phone Numbers */
            phone_numbers: string[] | null;
            /**
             * Unreadable
             * @description rows of Bolna's that are no agents
             */
            unreadable: number;
        };
        /**
         * SystemLimitBody
         * @description How many calls may be live in all; 0 stops all new calls.
         */
        SystemLimitBody: {
            /** System Limit */
            system_limit: number;
        };
        /**
         * TestCallBody
         * @description Whom an agent is to call: a number in any common form.
         */
        TestCallBody: {
            /** Name */
            name?: string | null;
            /**
             * Next Action
             * @default
             */
            next_action: string;
            /** Phone Number */
            phone_number: string;
        };
        /**
         * Uploaded
         * @description A campaign made of a file, and what became of the file.
         */
        Uploaded: {
            campaign: components["schemas"]["Campaign"] | null;
            import: components["schemas"]["Import"];
        };
        /**
         * UploadFields
         * @description The fields beside the file; lists and objects as JSON text.
         */
        UploadFields: {
            /**
             * Agent Id
             * Format: uuid
             */
            agent_id: string;
            /** Campaign Name */
            campaign_name: string;
            /**
             * Column Mapping
             * @default null
             */
            column_mapping: {
                [key: string]: string;
            } | null;
            /**
             * Days
             * @default null
             */
            days: components["schemas"]["Weekday"][] | null;
            /**
             * Default Country
             * @default null
             */
            default_country: string | null;
            /**
             * Draft
             * @default false
             */
            draft: boolean;
            /**
             * End Date
             * @default null
             */
            end_date: string | null;
            file: string;
            /**
             * First Call Time
             * @example 09:00
             */
            first_call_time: string;
            /** @default null */
            frequency_cap: components["schemas"]["FrequencyCapBody"] | null;
            /**
             * From Phone Numbers
             * @default null
             */
            from_phone_numbers: string[] | null;
            /**
             * Holidays
             * @default null
             */
            holidays: string[] | null;
            /**
             * Keep Open
             * @default null
             */
            keep_open: boolean | null;
            /**
             * Last Call Time
             * @example 09:00
             */
            last_call_time: string;
            /**
             * Max Calls Per Minute
             * @default null
             */
            max_calls_per_minute: number | null;
            /**
             * Max Concurrent Calls
             * @default null
             */
            max_concurrent_calls: number | null;
            /** Next Action */
            next_action: string;
            /** @default null */
            retry: components["schemas"]["RetryBody"] | null;
            /**
             * Start Date
             * Format: date
             * @example 2025-10-09
             */
            start_date: string;
            /**
             * Timezone
             * @default null
             */
            timezone: string | null;
            /**
             * Use Contact Timezone
             * @default null
             */
            use_contact_timezone: boolean | null;
        };
        /**
         * User
         * @description A user.
         */
        User: {
            /** Allowed Countries */
            allowed_countries: string[] | null;
            /** Concurrent Calls Limit */
            concurrent_calls_limit: number;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Default Country */
            default_country: string;
            /** Email */
            email: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            role: components["schemas"]["Role"];
            /** Suspended */
            suspended: boolean;
            /** Timezone */
            timezone: string;
            /**
             * Weight
             * @description turns for each that a user with 1 has
             */
            weight: number;
        };
        /**
         * UserChangeBody
         * @description What of a user is to change; a field that is absent stays, as does null, save that it lifts allowed_countries.
         */
        UserChangeBody: {
            /** Allowed Countries */
            allowed_countries?: string[] | null;
            /** Concurrent Calls Limit */
            concurrent_calls_limit?: number | null;
            /** Default Country */
            default_country?: string | null;
            /** Email */
            email?: string | null;
            /** Name */
            name?: string | null;
            /**
             * Password
             * @description another password ends the user's sessions
             */
            password?: string | null;
            role?: components["schemas"]["Role"] | null;
            /**
             * Suspended
             * @description a suspended user's keys and sessions open nothing
             */
            suspended?: boolean | null;
            /** Timezone */
            timezone?: string | null;
            /**
             * Weight
             * @description turns for each that a user with 1 has, while both have work
             */
            weight?: number | null;
        };
        /**
         * Weekday
         * @description A day on which a window opens.
         * @enum {string}
         */
        Weekday: "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun";
        /**
         * Why
         * @description Why something is, or is not, being called now; nothing is in the way where there are no reasons.
         */
        Why: {
            /** Next Dial At */
            next_dial_at?: string | null;
            /** Reasons */
            reasons: components["schemas"]["Reason"][];
            /** State */
            state: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    agents_api_agents_get: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before */
                cursor?: string | null;
                limit?: number;
                /** @description newest first */
                sort?: "-created_at";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "bolna_agent_id": "a7b0c1d2-1111-4222-8333-000000000001",
                     *           "created_at": "2025-10-09T03:30:00Z",
                     *           "from_phone_numbers": [
                     *             "+912261234567"
                     *           ],
                     *           "id": "0198c0de-0000-7000-8000-000000000002",
                     *           "name": "Renewals"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["Page_Agent_"];
                };
            };
            /** @description A problem (RFC 9457); docs/errors.md lists the codes */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "invalid_fields",
                     *       "detail": "Nothing was changed. Mend: /name",
                     *       "errors": [
                     *         {
                     *           "code": "required",
                     *           "field": "/name",
                     *           "message": "is missing: give it",
                     *           "value": null
                     *         }
                     *       ],
                     *       "request_id": "0198c0de-0000-7000-8000-00000000000f",
                     *       "status": 422,
                     *       "title": "Fields are wrong",
                     *       "type": "urn:call-campaigns:problem:invalid_fields"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    register_agent_api_agents_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body again within 24 h give the first answer again, and do nothing */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "bolna_agent_id": "a7b0c1d2-1111-4222-8333-000000000001",
                 *       "from_phone_numbers": [
                 *         "+919876543210"
                 *       ],
                 *       "name": "Renewals"
                 *     }
                 */
                "application/json": components["schemas"]["NewAgentBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "bolna_agent_id": "a7b0c1d2-1111-4222-8333-000000000001",
                     *       "created_at": "2025-10-09T03:30:00Z",
                     *       "from_phone_numbers": [
                     *         "+912261234567"
                     *       ],
                     *       "id": "0198c0de-0000-7000-8000-000000000002",
                     *       "name": "Renewals"
                     *     }
                     */
                    "application/json": components["schemas"]["Agent"];
                };
            };
            /** @description A problem (RFC 9457); docs/errors.md lists the codes */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "invalid_fields",
                     *       "detail": "Nothing was changed. Mend: /name",
                     *       "errors": [
                     *         {
                     *           "code": "required",
                     *           "field": "/name",
                     *           "message": "is missing: give it",
                     *           "value": null
                     *         }
                     *       ],
                     *       "request_id": "0198c0de-0000-7000-8000-00000000000f",
                     *       "status": 422,
                     *       "title": "Fields are wrong",
                     *       "type": "urn:call-campaigns:problem:invalid_fields"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    agent_api_agents__agent_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0198c0de-0000-7000-8000-000000000002 */
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "bolna_agent_id": "a7b0c1d2-1111-4222-8333-000000000001",
                     *       "created_at": "2025-10-09T03:30:00Z",
                     *       "from_phone_numbers": [
                     *         "+912261234567"
                     *       ],
                     *       "id": "0198c0de-0000-7000-8000-000000000002",
                     *       "name": "Renewals"
                     *     }
                     */
                    "application/json": components["schemas"]["Agent"];
                };
            };
            /** @description A problem (RFC 9457); docs/errors.md lists the codes */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "invalid_fields",
                     *       "detail": "Nothing was changed. Mend: /name",
                     *       "errors": [
                     *         {
                     *           "code": "required",
                     *           "field": "/name",
                     *           "message": "is missing: give it",
                     *           "value": null
                     *         }
                     *       ],
                     *       "request_id": "0198c0de-0000-7000-8000-00000000000f",
                     *       "status": 422,
                     *       "title": "Fields are wrong",
                     *       "type": "urn:call-campaigns:problem:invalid_fields"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    remove_agent_api_agents__agent_id__delete: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag last seen; 412 changed_meanwhile where it is no longer the present one */
                "If-Match"?: string | null;
            };
            path: {
                /** @example 0198c0de-0000-7000-8000-000000000002 */
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457); docs/errors.md lists the codes */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "invalid_fields",
                     *       "detail": "Nothing was changed. Mend: /name",
                     *       "errors": [
                     *         {
                     *           "code": "required",
                     *           "field": "/name",
                     *           "message": "is missing: give it",
                     *           "value": null
                     *         }
                     *       ],
                     *       "request_id": "0198c0de-0000-7000-8000-00000000000f",
                     *       "status": 422,
                     *       "title": "Fields are wrong",
                     *       "type": "urn:call-campaigns:problem:invalid_fields"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    change_agent_api_agents__agent_id__patch: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag last seen; 412 changed_meanwhile where it is no longer the present one */
                "If-Match"?: string | null;
            };
            path: {
                /** @example 0198c0de-0000-7000-8000-000000000002 */
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "from_phone_numbers": [
                 *         "+912261234567"
                 *       ],
                 *       "name": "Renewals"
                 *     }
                 */
                "application/json": components["schemas"]["AgentChangeBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "bolna_agent_id": "a7b0c1d2-1111-4222-8333-000000000001",
                     *       "created_at": "2025-10-09T03:30:00Z",
                     *       "from_phone_numbers": [
                     *         "+912261234567"
                     *       ],
                     *       "id": "0198c0de-0000-7000-8000-000000000002",
                     *       "name": "Renewals"
                     *     }
                     */
                    "application/json": components["schemas"]["Agent"];
                };
            };
            /** @description A problem (RFC 9457); docs/errors.md lists the codes */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "invalid_fields",
                     *       "detail": "Nothing was changed. Mend: /name",
                     *       "errors": [
                     *         {
                     *           "code": "required",
                     *           "field": "/name",
                     *           "message": "is missing: give it",
                     *           "value": null
                     *         }
                     *       ],
                     *       "request_id": "0198c0de-0000-7000-8000-00000000000f",
                     *       "status": 422,
                     *       "title": "Fields are wrong",
                     *       "type": "urn:call-campaigns:problem:invalid_fields"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    connect_agent_api_agents__agent_id__connect_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body again within 24 h give the first answer again, and do nothing */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @example 0198c0de-0000-7000-8000-000000000002 */
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "bolna_agent_id": "a7b0c1d2-1111-4222-8333-000000000001",
                     *       "created_at": "2025-10-09T03:30:00Z",
                     *       "from_phone_numbers": [
                     *         "+912261234567"
                     *       ],
                     *       "id": "0198c0de-0000-7000-8000-000000000002",
                     *       "name": "Renewals",
                     *       "warnings": [],
                     *       "webhook_url": "https://calls.example.com/api/webhooks/bolna/***"
                     *     }
                     */
                    "application/json": components["schemas"]["ConnectedAgent"];
                };
            };
            /** @description A problem (RFC 9457); docs/errors.md lists the codes */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "invalid_fields",
                     *       "detail": "Nothing was changed. Mend: /name",
                     *       "errors": [
                     *         {
                     *           "code": "required",
                     *           "field": "/name",
                     *           "message": "is missing: give it",
                     *           "value": null
                     *         }
                     *       ],
                     *       "request_id": "0198c0de-0000-7000-8000-00000000000f",
                     *       "status": 422,
                     *       "title": "Fields are wrong",
                     *       "type": "urn:call-campaigns:problem:invalid_fields"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    call_to_test_api_agents__agent_id__test_call_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body again within 24 h give the first answer again, and do nothing */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @example 0198c0de-0000-7000-8000-000000000002 */
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Asha Rao",
                 *       "next_action": "Ask whether Tuesday suits",
                 *       "phone_number": "+919876543210"
                 *     }
                 */
                "application/json": components["schemas"]["TestCallBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "attempts": 1,
                     *       "campaign_id": "0198c0de-0000-7000-8000-000000000003",
                     *       "contact_id": "0198c0de-0000-7000-8000-000000000004",
                     *       "id": "0198c0de-0000-7000-8000-000000000001",
                     *       "name": "Asha Rao",
                     *       "next_attempt_at": "2025-10-09T03:30:00Z",
                     *       "outcome": "answered",
                     *       "phone_number": "+919876543210",
                     *       "priority": 1,
                     *       "queued_at": "2025-10-09T03:30:00Z",
                     *       "reason": "…",
                     *       "settled_at": "2025-10-09T03:30:00Z",
                     *       "status": "queued"
                     *     }
                     */
                    "application/json": components["schemas"]["Call"];
                };
            };
            /** @description A problem (RFC 9457); docs/errors.md lists the codes */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "invalid_fields",
                     *       "detail": "Nothing was changed. Mend: /name",
                     *       "errors": [
                     *         {
                     *           "code": "required",
                     *           "field": "/name",
                     *           "message": "is missing: give it",
                     *           "value": null
                     *         }
                     *       ],
                     *       "request_id": "0198c0de-0000-7000-8000-00000000000f",
                     *       "status": 422,
                     *       "title": "Fields are wrong",
                     *       "type": "urn:call-campaigns:problem:invalid_fields"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    sync_api_agents_sync_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body again within 24 h give the first answer again, and do nothing */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "at_bolna": true,
                     *           "bolna_agent_id": "a7b0c1d2-1111-4222-8333-000000000001",
                     *           "id": "0198c0de-0000-7000-8000-000000000002",
                     *           "name": "Renewals",
                     *           "owner": {
                     *             "id": "0198c0de-0000-7000-8000-000000000001",
                     *             "name": "Asha Rao"
                     *           },
                     *           "warnings": [
                     *             {
                     *               "code": "webhook_elsewhere",
                     *               "message": "Its webhooks go somewhere else, or nowhere"
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "phone_numbers": [
                     *         "+919876543210"
                     *       ],
                     *       "unreadable": 1
                     *     }
                     */
                    "application/json": components["schemas"]["SyncedAgents"];
                };
            };
            /** @description A problem (RFC 9457); docs/errors.md lists the codes */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "invalid_fields",
                     *       "detail": "Nothing was changed. Mend: /name",
                     *       "errors": [
                     *         {
                     *           "code": "required",
                     *           "field": "/name",
                     *           "message": "is missing: give it",
                     *           "value": null
                     *         }
                     *       ],
                     *       "request_id": "0198c0de-0000-7000-8000-00000000000f",
                     *       "status": 422,
                     *       "title": "Fields are wrong",
                     *       "type": "urn:call-campaigns:problem:invalid_fields"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    audit_api_audit_get: {
        parameters: {
            query?: {
                /** @description what this user did */
                actor_id?: string | null;
                /** @description `next_cursor` of the page before */
                cursor?: string | null;
                /** @description with this moment */
                from?: string | null;
                limit?: number;
                /** @description newest first */
                sort?: "-created_at";
                /** @description without this moment */
                to?: string | null;
                /** @description what was done to this user, and what is theirs */
                user_id?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "about": {
                     *             "id": "0198c0de-0000-7000-8000-000000000001",
                     *             "kind": "campaign"
                     *           },
                     *           "action": "CampaignPaused",
                     *           "actor": {
                     *             "credential_id": "0198c0de-0000-7000-8000-00000000000c",
                     *             "credential_kind": "key",
                     *             "name": "Asha Rao",
                     *             "user_id": "0198c0de-0000-7000-8000-000000000001"
                     *           },
                     *           "at": "2025-10-09T03:30:00Z",
                     *           "details": {
                     *             "agent_id": "0198c0de-0000-7000-8000-000000000002",
                     *             "name": "Renewals"
                     *           },
                     *           "id": "0198c0de-0000-7000-8000-000000000001",
                     *           "personal": [
                     *             "…"
                     *           ],
                     *           "user_id": "0198c0de-0000-7000-8000-000000000001"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["Page_Act_"];
                };
            };
            /** @description A problem (RFC 9457); docs/errors.md lists the codes */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "invalid_fields",
                     *       "detail": "Nothing was changed. Mend: /name",
                     *       "errors": [
                     *         {
                     *           "code": "required",
                     *           "field": "/name",
                     *           "message": "is missing: give it",
                     *           "value": null
                     *         }
                     *       ],
                     *       "request_id": "0198c0de-0000-7000-8000-00000000000f",
                     *       "status": 422,
                     *       "title": "Fields are wrong",
                     *       "type": "urn:call-campaigns:problem:invalid_fields"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    found_calls_api_calls_get: {
        parameters: {
            query?: {
                contact_id?: string | null;
                /** @description `next_cursor` of the page before */
                cursor?: string | null;
                /** @description queued then or later */
                from?: string | null;
                limit?: number;
                phone_number?: string | null;
                /** @description newest first */
                sort?: "-created_at";
                /** @description queued before */
                to?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "attempts": 1,
                     *           "campaign_id": "0198c0de-0000-7000-8000-000000000003",
                     *           "contact_id": "0198c0de-0000-7000-8000-000000000004",
                     *           "id": "0198c0de-0000-7000-8000-000000000001",
                     *           "name": "Asha Rao",
                     *           "next_attempt_at": "2025-10-09T03:30:00Z",
                     *           "outcome": "answered",
                     *           "phone_number": "+919876543210",
                     *           "priority": 1,
                     *           "queued_at": "2025-10-09T03:30:00Z",
                     *           "reason": "…",
                     *           "settled_at": "2025-10-09T03:30:00Z",
                     *           "status": "queued"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["Page_Call_"];
                };
            };
            /** @description A problem (RFC 9457); docs/errors.md lists the codes */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "invalid_fields",
                     *       "detail": "Nothing was changed. Mend: /name",
                     *       "errors": [
                     *         {
                     *           "code": "required",
                     *           "field": "/name",
                     *           "message": "is missing: give it",
                     *           "value": null
                     *         }
                     *       ],
                     *       "request_id": "0198c0de-0000-7000-8000-00000000000f",
                     *       "status": 422,
                     *       "title": "Fields are wrong",
                     *       "type": "urn:call-campaigns:problem:invalid_fields"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    call_api_calls__call_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0198c0de-0000-7000-8000-000000000006 */
                call_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "attempts": 1,
                     *       "attempts_made": [
                     *         {
                     *           "answered_at": "2025-10-09T03:30:00Z",
                     *           "cost": {
                     *             "amount": "0.032",
                     *             "currency": "USD"
                     *           },
                     *           "cut": false,
                     *           "duration_seconds": 1,
                     *           "ended_at": "2025-10-09T03:30:00Z",
                     *           "error_message": "…",
                     *           "execution_id": "c2f1a7d0-5b1c-4d5e-9a53-000000000001",
                     *           "extracted_data": {},
                     *           "failure": "…",
                     *           "hangup_by": "…",
                     *           "hangup_reason": "…",
                     *           "has_recording": false,
                     *           "has_transcript": false,
                     *           "id": "0198c0de-0000-7000-8000-000000000001",
                     *           "outcome": "answered",
                     *           "placed_at": "2025-10-09T03:30:00Z",
                     *           "requested_at": "2025-10-09T03:30:00Z",
                     *           "ringing_at": "2025-10-09T03:30:00Z",
                     *           "summary": "…",
                     *           "transcript": "assistant: Hello\nuser: Hi"
                     *         }
                     *       ],
                     *       "campaign_id": "0198c0de-0000-7000-8000-000000000003",
                     *       "contact_id": "0198c0de-0000-7000-8000-000000000004",
                     *       "cost": {
                     *         "amount": "0.032",
                     *         "currency": "USD"
                     *       },
                     *       "events": [
                     *         {
                     *           "at": "2025-10-09T03:30:00Z",
                     *           "attempt_id": "0198c0de-0000-7000-8000-00000000000c",
                     *           "by": "campaigns",
                     *           "details": {
                     *             "outcome": "busy",
                     *             "retry_at": "2025-10-09T05:00:00Z"
                     *           },
                     *           "event": "queued"
                     *         }
                     *       ],
                     *       "id": "0198c0de-0000-7000-8000-000000000001",
                     *       "name": "Asha Rao",
                     *       "next_attempt_at": "2025-10-09T03:30:00Z",
                     *       "outcome": "answered",
                     *       "phone_number": "+919876543210",
                     *       "priority": 1,
                     *       "queued_at": "2025-10-09T03:30:00Z",
                     *       "reason": "…",
                     *       "settled_at": "2025-10-09T03:30:00Z",
                     *       "status": "queued",
                     *       "transcript": "…",
                     *       "unanswered": [
                     *         "campaigns"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["CallStory"];
                };
            };
            /** @description A problem (RFC 9457); docs/errors.md lists the codes */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "invalid_fields",
                     *       "detail": "Nothing was changed. Mend: /name",
                     *       "errors": [
                     *         {
                     *           "code": "required",
                     *           "field": "/name",
                     *           "message": "is missing: give it",
                     *           "value": null
                     *         }
                     *       ],
                     *       "request_id": "0198c0de-0000-7000-8000-00000000000f",
                     *       "status": 422,
                     *       "title": "Fields are wrong",
                     *       "type": "urn:call-campaigns:problem:invalid_fields"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    recording_api_calls__call_id__recording_get: {
        parameters: {
            query?: {
                /** @description which attempt's; the last that has one if absent */
                attempt_id?: string | null;
            };
            header?: {
                /** @description `bytes=0-1023` */
                Range?: string | null;
            };
            path: {
                /** @example 0198c0de-0000-7000-8000-000000000006 */
                call_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The recording */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example name,phone_number,email
                     *     Ravi Menon,+919876543210,ravi@example.com
                     */
                    "audio/*": string;
                };
            };
            /** @description The part of it that was asked for */
            206: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example name,phone_number,email
                     *     Ravi Menon,+919876543210,ravi@example.com
                     */
                    "audio/*": string;
                };
            };
            /** @description A problem (RFC 9457); docs/errors.md lists the codes */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "invalid_fields",
                     *       "detail": "Nothing was changed. Mend: /name",
                     *       "errors": [
                     *         {
                     *           "code": "required",
                     *           "field": "/name",
                     *           "message": "is missing: give it",
                     *           "value": null
                     *         }
                     *       ],
                     *       "request_id": "0198c0de-0000-7000-8000-00000000000f",
                     *       "status": 422,
                     *       "title": "Fields are wrong",
                     *       "type": "urn:call-campaigns:problem:invalid_fields"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    why_call_api_calls__call_id__why_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0198c0de-0000-7000-8000-000000000006 */
                call_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "next_dial_at": "2025-10-09T03:30:00Z",
                     *       "reasons": [
                     *         {
                     *           "code": "waiting_turn",
                     *           "message": "…",
                     *           "until": "2025-10-09T03:30:00Z"
                     *         }
                     *       ],
                     *       "state": "queued"
                     *     }
                     */
                    "application/json": components["schemas"]["Why"];
                };
            };
            /** @description A problem (RFC 9457); docs/errors.md lists the codes */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "invalid_fields",
                     *       "detail": "Nothing was changed. Mend: /name",
                     *       "errors": [
                     *         {
                     *           "code": "required",
                     *           "field": "/name",
                     *           "message": "is missing: give it",
                     *           "value": null
                     *         }
                     *       ],
                     *       "request_id": "0198c0de-0000-7000-8000-00000000000f",
                     *       "status": 422,
                     *       "title": "Fields are wrong",
                     *       "type": "urn:call-campaigns:problem:invalid_fields"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    campaigns_api_campaigns_get: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before */
                cursor?: string | null;
                limit?: number;
                /** @description in the name */
                search?: string | null;
                /** @description `-`: the greatest first; `progress` may move meanwhile */
                sort?: "-created_at" | "created_at" | "name" | "-name" | "start_date" | "-start_date" | "progress" | "-progress";
                status?: components["schemas"]["CampaignStatus"] | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "agent_id": "0198c0de-0000-7000-8000-000000000002",
                     *           "completed_at": null,
                     *           "counters": {
                     *             "answered": 1,
                     *             "dialling": 0,
                     *             "in_call": 0,
                     *             "queued": 1,
                     *             "settled": 1,
                     *             "total": 2
                     *           },
                     *           "created_at": "2025-10-09T03:30:00Z",
                     *           "days": [
                     *             "mon"
                     *           ],
                     *           "end_date": null,
                     *           "expected_end_at": "2025-10-09T03:30:00Z",
                     *           "first_call_time": "09:00",
                     *           "frequency_cap": {
                     *             "calls": 1,
                     *             "hours": 1
                     *           },
                     *           "from_phone_numbers": [
                     *             "+912261234567"
                     *           ],
                     *           "holidays": [
                     *             "2025-10-09"
                     *           ],
                     *           "id": "0198c0de-0000-7000-8000-000000000003",
                     *           "importing": false,
                     *           "keep_open": false,
                     *           "last_call_time": "18:00",
                     *           "max_calls_per_minute": 1,
                     *           "max_concurrent_calls": 1,
                     *           "name": "Autumn offer",
                     *           "next_action": "Ask whether Tuesday suits",
                     *           "next_dial_at": "2025-10-09T03:30:00Z",
                     *           "progress": 0.5,
                     *           "retry": {
                     *             "delays_minutes": [
                     *               1
                     *             ],
                     *             "max_attempts": 1,
                     *             "outcomes": [
                     *               "answered"
                     *             ]
                     *           },
                     *           "start_date": "2025-10-09",
                     *           "started_at": "2025-10-09T03:30:00Z",
                     *           "status": "active",
                     *           "status_reason": null,
                     *           "stopping": false,
                     *           "timezone": "Asia/Kolkata",
                     *           "use_contact_timezone": false
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["Page_Campaign_"];
                };
            };
            /** @description A problem (RFC 9457); docs/errors.md lists the codes */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "invalid_fields",
                     *       "detail": "Nothing was changed. Mend: /name",
                     *       "errors": [
                     *         {
                     *           "code": "required",
                     *           "field": "/name",
                     *           "message": "is missing: give it",
                     *           "value": null
                     *         }
                     *       ],
                     *       "request_id": "0198c0de-0000-7000-8000-00000000000f",
                     *       "status": 422,
                     *       "title": "Fields are wrong",
                     *       "type": "urn:call-campaigns:problem:invalid_fields"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    campaign_api_campaigns__campaign_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0198c0de-0000-7000-8000-000000000003 */
                campaign_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "agent_id": "0198c0de-0000-7000-8000-000000000002",
                     *       "completed_at": null,
                     *       "counters": {
                     *         "answered": 1,
                     *         "dialling": 0,
                     *         "in_call": 0,
                     *         "queued": 1,
                     *         "settled": 1,
                     *         "total": 2
                     *       },
                     *       "created_at": "2025-10-09T03:30:00Z",
                     *       "days": [
                     *         "mon"
                     *       ],
                     *       "end_date": null,
                     *       "expected_end_at": "2025-10-09T03:30:00Z",
                     *       "first_call_time": "09:00",
                     *       "frequency_cap": {
                     *         "calls": 1,
                     *         "hours": 1
                     *       },
                     *       "from_phone_numbers": [
                     *         "+912261234567"
                     *       ],
                     *       "holidays": [
                     *         "2025-10-09"
                     *       ],
                     *       "id": "0198c0de-0000-7000-8000-000000000003",
                     *       "importing": false,
                     *       "keep_open": false,
                     *       "last_call_time": "18:00",
                     *       "max_calls_per_minute": 1,
                     *       "max_concurrent_calls": 1,
                     *       "name": "Autumn offer",
                     *       "next_action": "Ask whether Tuesday suits",
                     *       "next_dial_at": "2025-10-09T03:30:00Z",
                     *       "progress": 0.5,
                     *       "retry": {
                     *         "delays_minutes": [
                     *           1
                     *         ],
                     *         "max_attempts": 1,
                     *         "outcomes": [
                     *           "answered"
                     *         ]
                     *       },
                     *       "start_date": "2025-10-09",
                     *       "started_at": "2025-10-09T03:30:00Z",
                     *       "status": "active",
                     *       "status_reason": null,
                     *       "stopping": false,
                     *       "timezone": "Asia/Kolkata",
                     *       "use_contact_timezone": false
                     *     }
                     */
                    "application/json": components["schemas"]["Campaign"];
                };
            };
            /** @description A problem (RFC 9457); docs/errors.md lists the codes */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "invalid_fields",
                     *       "detail": "Nothing was changed. Mend: /name",
                     *       "errors": [
                     *         {
                     *           "code": "required",
                     *           "field": "/name",
                     *           "message": "is missing: give it",
                     *           "value": null
                     *         }
                     *       ],
                     *       "request_id": "0198c0de-0000-7000-8000-00000000000f",
                     *       "status": 422,
                     *       "title": "Fields are wrong",
                     *       "type": "urn:call-campaigns:problem:invalid_fields"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    delete_api_campaigns__campaign_id__delete: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag last seen; 412 changed_meanwhile where it is no longer the present one */
                "If-Match"?: string | null;
            };
            path: {
                /** @example 0198c0de-0000-7000-8000-000000000003 */
                campaign_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457); docs/errors.md lists the codes */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "invalid_fields",
                     *       "detail": "Nothing was changed. Mend: /name",
                     *       "errors": [
                     *         {
                     *           "code": "required",
                     *           "field": "/name",
                     *           "message": "is missing: give it",
                     *           "value": null
                     *         }
                     *       ],
                     *       "request_id": "0198c0de-0000-7000-8000-00000000000f",
                     *       "status": 422,
                     *       "title": "Fields are wrong",
                     *       "type": "urn:call-campaigns:problem:invalid_fields"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    change_api_campaigns__campaign_id__patch: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag last seen; 412 changed_meanwhile where it is no longer the present one */
                "If-Match"?: string | null;
            };
            path: {
                /** @example 0198c0de-0000-7000-8000-000000000003 */
                campaign_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "end_date": null,
                 *       "last_call_time": "20:00",
                 *       "max_concurrent_calls": 3
                 *     }
                 */
                "application/json": components["schemas"]["CampaignChangeBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "agent_id": "0198c0de-0000-7000-8000-000000000002",
                     *       "completed_at": null,
                     *       "counters": {
                     *         "answered": 1,
                     *         "dialling": 0,
                     *         "in_call": 0,
                     *         "queued": 1,
                     *         "settled": 1,
                     *         "total": 2
                     *       },
                     *       "created_at": "2025-10-09T03:30:00Z",
                     *       "days": [
                     *         "mon"
                     *       ],
                     *       "end_date": null,
                     *       "expected_end_at": "2025-10-09T03:30:00Z",
                     *       "first_call_time": "09:00",
                     *       "frequency_cap": {
                     *         "calls": 1,
                     *         "hours": 1
                     *       },
                     *       "from_phone_numbers": [
                     *         "+912261234567"
                     *       ],
                     *       "holidays": [
                     *         "2025-10-09"
                     *       ],
                     *       "id": "0198c0de-0000-7000-8000-000000000003",
                     *       "importing": false,
                     *       "keep_open": false,
                     *       "last_call_time": "18:00",
                     *       "max_calls_per_minute": 1,
                     *       "max_concurrent_calls": 1,
                     *       "name": "Autumn offer",
                     *       "next_action": "Ask whether Tuesday suits",
                     *       "next_dial_at": "2025-10-09T03:30:00Z",
                     *       "progress": 0.5,
                     *       "retry": {
                     *         "delays_minutes": [
                     *           1
                     *         ],
                     *         "max_attempts": 1,
                     *         "outcomes": [
                     *           "answered"
                     *         ]
                     *       },
                     *       "start_date": "2025-10-09",
                     *       "started_at": "2025-10-09T03:30:00Z",
                     *       "status": "active",
                     *       "status_reason": null,
                     *       "stopping": false,
                     *       "timezone": "Asia/Kolkata",
                     *       "use_contact_timezone": false
                     *     }
                     */
                    "application/json": components["schemas"]["Campaign"];
                };
            };
            /** @description A problem (RFC 9457); docs/errors.md lists the codes */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "invalid_fields",
                     *       "detail": "Nothing was changed. Mend: /name",
                     *       "errors": [
                     *         {
                     *           "code": "required",
                     *           "field": "/name",
                     *           "message": "is missing: give it",
                     *           "value": null
                     *         }
                     *       ],
                     *       "request_id": "0198c0de-0000-7000-8000-00000000000f",
                     *       "status": 422,
                     *       "title": "Fields are wrong",
                     *       "type": "urn:call-campaigns:problem:invalid_fields"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    campaign_analytics_api_campaigns__campaign_id__analytics_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0198c0de-0000-7000-8000-000000000003 */
                campaign_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "answer_rate": 1,
                     *       "attempts": {
                     *         "answer_rate": 1,
                     *         "line_seconds": 1,
                     *         "not_placed": 1,
                     *         "outcomes": {
                     *           "answered": 40,
                     *           "busy": 3,
                     *           "failed": 1,
                     *           "no-answer": 12,
                     *           "voicemail": 0
                     *         },
                     *         "per_call": 1,
                     *         "placed": 1,
                     *         "talk_seconds": 1
                     *       },
                     *       "by_day": [
                     *         {
                     *           "answer_rate": 1,
                     *           "day": "2025-10-09",
                     *           "line_seconds": 1,
                     *           "not_placed": 1,
                     *           "outcomes": {
                     *             "answered": 40,
                     *             "busy": 3,
                     *             "failed": 1,
                     *             "no-answer": 12,
                     *             "voicemail": 0
                     *           },
                     *           "placed": 1,
                     *           "talk_seconds": 1
                     *         }
                     *       ],
                     *       "by_hour": [
                     *         {
                     *           "answer_rate": 1,
                     *           "hour": 1,
                     *           "line_seconds": 1,
                     *           "not_placed": 1,
                     *           "outcomes": {
                     *             "answered": 40,
                     *             "busy": 3,
                     *             "failed": 1,
                     *             "no-answer": 12,
                     *             "voicemail": 0
                     *           },
                     *           "placed": 1,
                     *           "talk_seconds": 1
                     *         }
                     *       ],
                     *       "campaign_id": "0198c0de-0000-7000-8000-000000000003",
                     *       "cost": {
                     *         "amount": "0.032",
                     *         "currency": "USD"
                     *       },
                     *       "durations": {
                     *         "average_talk_seconds": 1,
                     *         "line_seconds": 1,
                     *         "talk_seconds": 1
                     *       },
                     *       "outcomes": {
                     *         "answered": 38,
                     *         "no-answer": 4,
                     *         "skipped": 1
                     *       },
                     *       "settled": 1,
                     *       "timezone": "Asia/Kolkata",
                     *       "total": 1
                     *     }
                     */
                    "application/json": components["schemas"]["Analytics"];
                };
            };
            /** @description A problem (RFC 9457); docs/errors.md lists the codes */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "invalid_fields",
                     *       "detail": "Nothing was changed. Mend: /name",
                     *       "errors": [
                     *         {
                     *           "code": "required",
                     *           "field": "/name",
                     *           "message": "is missing: give it",
                     *           "value": null
                     *         }
                     *       ],
                     *       "request_id": "0198c0de-0000-7000-8000-00000000000f",
                     *       "status": 422,
                     *       "title": "Fields are wrong",
                     *       "type": "urn:call-campaigns:problem:invalid_fields"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    calls_api_campaigns__campaign_id__calls_get: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before */
                cursor?: string | null;
                limit?: number;
                outcome?: components["schemas"]["Outcome"] | null;
                /** @description newest first */
                sort?: "-created_at";
                status?: components["schemas"]["CallStatus"] | null;
            };
            header?: never;
            path: {
                /** @example 0198c0de-0000-7000-8000-000000000003 */
                campaign_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "attempts": 1,
                     *           "campaign_id": "0198c0de-0000-7000-8000-000000000003",
                     *           "contact_id": "0198c0de-0000-7000-8000-000000000004",
                     *           "id": "0198c0de-0000-7000-8000-000000000001",
                     *           "name": "Asha Rao",
                     *           "next_attempt_at": "2025-10-09T03:30:00Z",
                     *           "outcome": "answered",
                     *           "phone_number": "+919876543210",
                     *           "priority": 1,
                     *           "queued_at": "2025-10-09T03:30:00Z",
                     *           "reason": "…",
                     *           "settled_at": "2025-10-09T03:30:00Z",
                     *           "status": "queued"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["Page_Call_"];
                };
            };
            /** @description A problem (RFC 9457); docs/errors.md lists the codes */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "invalid_fields",
                     *       "detail": "Nothing was changed. Mend: /name",
                     *       "errors": [
                     *         {
                     *           "code": "required",
                     *           "field": "/name",
                     *           "message": "is missing: give it",
                     *           "value": null
                     *         }
                     *       ],
                     *       "request_id": "0198c0de-0000-7000-8000-00000000000f",
                     *       "status": 422,
                     *       "title": "Fields are wrong",
                     *       "type": "urn:call-campaigns:problem:invalid_fields"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    cancel_api_campaigns__campaign_id__cancel_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body again within 24 h give the first answer again, and do nothing */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @example 0198c0de-0000-7000-8000-000000000003 */
                campaign_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "agent_id": "0198c0de-0000-7000-8000-000000000002",
                     *       "completed_at": null,
                     *       "counters": {
                     *         "answered": 1,
                     *         "dialling": 0,
                     *         "in_call": 0,
                     *         "queued": 1,
                     *         "settled": 1,
                     *         "total": 2
                     *       },
                     *       "created_at": "2025-10-09T03:30:00Z",
                     *       "days": [
                     *         "mon"
                     *       ],
                     *       "end_date": null,
                     *       "expected_end_at": "2025-10-09T03:30:00Z",
                     *       "first_call_time": "09:00",
                     *       "frequency_cap": {
                     *         "calls": 1,
                     *         "hours": 1
                     *       },
                     *       "from_phone_numbers": [
                     *         "+912261234567"
                     *       ],
                     *       "holidays": [
                     *         "2025-10-09"
                     *       ],
                     *       "id": "0198c0de-0000-7000-8000-000000000003",
                     *       "importing": false,
                     *       "keep_open": false,
                     *       "last_call_time": "18:00",
                     *       "max_calls_per_minute": 1,
                     *       "max_concurrent_calls": 1,
                     *       "name": "Autumn offer",
                     *       "next_action": "Ask whether Tuesday suits",
                     *       "next_dial_at": "2025-10-09T03:30:00Z",
                     *       "progress": 0.5,
                     *       "retry": {
                     *         "delays_minutes": [
                     *           1
                     *         ],
                     *         "max_attempts": 1,
                     *         "outcomes": [
                     *           "answered"
                     *         ]
                     *       },
                     *       "start_date": "2025-10-09",
                     *       "started_at": "2025-10-09T03:30:00Z",
                     *       "status": "active",
                     *       "status_reason": null,
                     *       "stopping": false,
                     *       "timezone": "Asia/Kolkata",
                     *       "use_contact_timezone": false
                     *     }
                     */
                    "application/json": components["schemas"]["Campaign"];
                };
            };
            /** @description A problem (RFC 9457); docs/errors.md lists the codes */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "invalid_fields",
                     *       "detail": "Nothing was changed. Mend: /name",
                     *       "errors": [
                     *         {
                     *           "code": "required",
                     *           "field": "/name",
                     *           "message": "is missing: give it",
                     *           "value": null
                     *         }
                     *       ],
                     *       "request_id": "0198c0de-0000-7000-8000-00000000000f",
                     *       "status": 422,
                     *       "title": "Fields are wrong",
                     *       "type": "urn:call-campaigns:problem:invalid_fields"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    add_contacts_api_campaigns__campaign_id__contacts_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body again within 24 h give the first answer again, and do nothing */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @example 0198c0de-0000-7000-8000-000000000003 */
                campaign_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "contact_ids": [
                 *         "0198c0de-0000-7000-8000-000000000004"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["ContactSelection"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "already_in_campaign": 1,
                     *       "campaign": {
                     *         "agent_id": "0198c0de-0000-7000-8000-000000000002",
                     *         "completed_at": null,
                     *         "counters": {
                     *           "answered": 1,
                     *           "dialling": 0,
                     *           "in_call": 0,
                     *           "queued": 1,
                     *           "settled": 1,
                     *           "total": 2
                     *         },
                     *         "created_at": "2025-10-09T03:30:00Z",
                     *         "days": [
                     *           "mon"
                     *         ],
                     *         "end_date": null,
                     *         "expected_end_at": "2025-10-09T03:30:00Z",
                     *         "first_call_time": "09:00",
                     *         "frequency_cap": {
                     *           "calls": 1,
                     *           "hours": 1
                     *         },
                     *         "from_phone_numbers": [
                     *           "+912261234567"
                     *         ],
                     *         "holidays": [
                     *           "2025-10-09"
                     *         ],
                     *         "id": "0198c0de-0000-7000-8000-000000000003",
                     *         "importing": false,
                     *         "keep_open": false,
                     *         "last_call_time": "18:00",
                     *         "max_calls_per_minute": 1,
                     *         "max_concurrent_calls": 1,
                     *         "name": "Autumn offer",
                     *         "next_action": "Ask whether Tuesday suits",
                     *         "next_dial_at": "2025-10-09T03:30:00Z",
                     *         "progress": 0.5,
                     *         "retry": {
                     *           "delays_minutes": [
                     *             1
                     *           ],
                     *           "max_attempts": 1,
                     *           "outcomes": [
                     *             "answered"
                     *           ]
                     *         },
                     *         "start_date": "2025-10-09",
                     *         "started_at": "2025-10-09T03:30:00Z",
                     *         "status": "active",
                     *         "status_reason": null,
                     *         "stopping": false,
                     *         "timezone": "Asia/Kolkata",
                     *         "use_contact_timezone": false
                     *       },
                     *       "queued": 1
                     *     }
                     */
                    "application/json": components["schemas"]["AddedContacts"];
                };
            };
            /** @description A problem (RFC 9457); docs/errors.md lists the codes */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "invalid_fields",
                     *       "detail": "Nothing was changed. Mend: /name",
                     *       "errors": [
                     *         {
                     *           "code": "required",
                     *           "field": "/name",
                     *           "message": "is missing: give it",
                     *           "value": null
                     *         }
                     *       ],
                     *       "request_id": "0198c0de-0000-7000-8000-00000000000f",
                     *       "status": 422,
                     *       "title": "Fields are wrong",
                     *       "type": "urn:call-campaigns:problem:invalid_fields"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    duplicate_api_campaigns__campaign_id__duplicate_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body again within 24 h give the first answer again, and do nothing */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @example 0198c0de-0000-7000-8000-000000000003 */
                campaign_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "agent_id": "0198c0de-0000-7000-8000-000000000002",
                     *       "completed_at": null,
                     *       "counters": {
                     *         "answered": 1,
                     *         "dialling": 0,
                     *         "in_call": 0,
                     *         "queued": 1,
                     *         "settled": 1,
                     *         "total": 2
                     *       },
                     *       "created_at": "2025-10-09T03:30:00Z",
                     *       "days": [
                     *         "mon"
                     *       ],
                     *       "end_date": null,
                     *       "expected_end_at": "2025-10-09T03:30:00Z",
                     *       "first_call_time": "09:00",
                     *       "frequency_cap": {
                     *         "calls": 1,
                     *         "hours": 1
                     *       },
                     *       "from_phone_numbers": [
                     *         "+912261234567"
                     *       ],
                     *       "holidays": [
                     *         "2025-10-09"
                     *       ],
                     *       "id": "0198c0de-0000-7000-8000-000000000003",
                     *       "importing": false,
                     *       "keep_open": false,
                     *       "last_call_time": "18:00",
                     *       "max_calls_per_minute": 1,
                     *       "max_concurrent_calls": 1,
                     *       "name": "Autumn offer",
                     *       "next_action": "Ask whether Tuesday suits",
                     *       "next_dial_at": "2025-10-09T03:30:00Z",
                     *       "progress": 0.5,
                     *       "retry": {
                     *         "delays_minutes": [
                     *           1
                     *         ],
                     *         "max_attempts": 1,
                     *         "outcomes": [
                     *           "answered"
                     *         ]
                     *       },
                     *       "start_date": "2025-10-09",
                     *       "started_at": "2025-10-09T03:30:00Z",
                     *       "status": "active",
                     *       "status_reason": null,
                     *       "stopping": false,
                     *       "timezone": "Asia/Kolkata",
                     *       "use_contact_timezone": false
                     *     }
                     */
                    "application/json": components["schemas"]["Campaign"];
                };
            };
            /** @description A problem (RFC 9457); docs/errors.md lists the codes */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "invalid_fields",
                     *       "detail": "Nothing was changed. Mend: /name",
                     *       "errors": [
                     *         {
                     *           "code": "required",
                     *           "field": "/name",
                     *           "message": "is missing: give it",
                     *           "value": null
                     *         }
                     *       ],
                     *       "request_id": "0198c0de-0000-7000-8000-00000000000f",
                     *       "status": 422,
                     *       "title": "Fields are wrong",
                     *       "type": "urn:call-campaigns:problem:invalid_fields"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    campaign_events_api_campaigns__campaign_id__events_get: {
        parameters: {
            query?: never;
            header?: {
                /** @description the `id` read last: what came behind it is sent first. One that is no longer kept is answered by a `reset` */
                "Last-Event-ID"?: string | null;
            };
            path: {
                /** @example 0198c0de-0000-7000-8000-000000000003 */
                campaign_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description `text/event-stream`. `event` is `campaign` (as it stands), `call` (those of a campaign that moved, with its counters; where more than 100 moved at once they are not `complete`), `slots`, `import`, or `reset`: read anew what you show. What is told may be told again; more kinds may come: ignore them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example event: call
                     *     id: 1041
                     *     data: {"campaign_id":"0198c0de-0000-7000-8000-000000000001","complete":true,"calls":[{"id":"0198c0de-0000-7000-8000-000000000002","status":"settled","outcome":"answered","reason":null,"attempts":1,"next_attempt_at":null,"settled_at":"2025-10-09T04:00:00Z"}],"counters":{"total":10,"queued":8,"dialling":1,"settled":1,"answered":1}}
                     */
                    "text/event-stream": string;
                };
            };
            /** @description A problem (RFC 9457); docs/errors.md lists the codes */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "invalid_fields",
                     *       "detail": "Nothing was changed. Mend: /name",
                     *       "errors": [
                     *         {
                     *           "code": "required",
                     *           "field": "/name",
                     *           "message": "is missing: give it",
                     *           "value": null
                     *         }
                     *       ],
                     *       "request_id": "0198c0de-0000-7000-8000-00000000000f",
                     *       "status": 422,
                     *       "title": "Fields are wrong",
                     *       "type": "urn:call-campaigns:problem:invalid_fields"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    export_api_campaigns__campaign_id__export_csv_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0198c0de-0000-7000-8000-000000000003 */
                campaign_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every call, a line each */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example … */
                    "text/csv": string;
                };
            };
            /** @description A problem (RFC 9457); docs/errors.md lists the codes */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "invalid_fields",
                     *       "detail": "Nothing was changed. Mend: /name",
                     *       "errors": [
                     *         {
                     *           "code": "required",
                     *           "field": "/name",
                     *           "message": "is missing: give it",
                     *           "value": null
                     *         }
                     *       ],
                     *       "request_id": "0198c0de-0000-7000-8000-00000000000f",
                     *       "status": 422,
                     *       "title": "Fields are wrong",
                     *       "type": "urn:call-campaigns:problem:invalid_fields"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    pause_api_campaigns__campaign_id__pause_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body again within 24 h give the first answer again, and do nothing */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @example 0198c0de-0000-7000-8000-000000000003 */
                campaign_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "agent_id": "0198c0de-0000-7000-8000-000000000002",
                     *       "completed_at": null,
                     *       "counters": {
                     *         "answered": 1,
                     *         "dialling": 0,
                     *         "in_call": 0,
                     *         "queued": 1,
                     *         "settled": 1,
                     *         "total": 2
                     *       },
                     *       "created_at": "2025-10-09T03:30:00Z",
                     *       "days": [
                     *         "mon"
                     *       ],
                     *       "end_date": null,
                     *       "expected_end_at": "2025-10-09T03:30:00Z",
                     *       "first_call_time": "09:00",
                     *       "frequency_cap": {
                     *         "calls": 1,
                     *         "hours": 1
                     *       },
                     *       "from_phone_numbers": [
                     *         "+912261234567"
                     *       ],
                     *       "holidays": [
                     *         "2025-10-09"
                     *       ],
                     *       "id": "0198c0de-0000-7000-8000-000000000003",
                     *       "importing": false,
                     *       "keep_open": false,
                     *       "last_call_time": "18:00",
                     *       "max_calls_per_minute": 1,
                     *       "max_concurrent_calls": 1,
                     *       "name": "Autumn offer",
                     *       "next_action": "Ask whether Tuesday suits",
                     *       "next_dial_at": "2025-10-09T03:30:00Z",
                     *       "progress": 0.5,
                     *       "retry": {
                     *         "delays_minutes": [
                     *           1
                     *         ],
                     *         "max_attempts": 1,
                     *         "outcomes": [
                     *           "answered"
                     *         ]
                     *       },
                     *       "start_date": "2025-10-09",
                     *       "started_at": "2025-10-09T03:30:00Z",
                     *       "status": "active",
                     *       "status_reason": null,
                     *       "stopping": false,
                     *       "timezone": "Asia/Kolkata",
                     *       "use_contact_timezone": false
                     *     }
                     */
                    "application/json": components["schemas"]["Campaign"];
                };
            };
            /** @description A problem (RFC 9457); docs/errors.md lists the codes */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "invalid_fields",
                     *       "detail": "Nothing was changed. Mend: /name",
                     *       "errors": [
                     *         {
                     *           "code": "required",
                     *           "field": "/name",
                     *           "message": "is missing: give it",
                     *           "value": null
                     *         }
                     *       ],
                     *       "request_id": "0198c0de-0000-7000-8000-00000000000f",
                     *       "status": 422,
                     *       "title": "Fields are wrong",
                     *       "type": "urn:call-campaigns:problem:invalid_fields"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    resume_api_campaigns__campaign_id__resume_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body again within 24 h give the first answer again, and do nothing */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @example 0198c0de-0000-7000-8000-000000000003 */
                campaign_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "agent_id": "0198c0de-0000-7000-8000-000000000002",
                     *       "completed_at": null,
                     *       "counters": {
                     *         "answered": 1,
                     *         "dialling": 0,
                     *         "in_call": 0,
                     *         "queued": 1,
                     *         "settled": 1,
                     *         "total": 2
                     *       },
                     *       "created_at": "2025-10-09T03:30:00Z",
                     *       "days": [
                     *         "mon"
                     *       ],
                     *       "end_date": null,
                     *       "expected_end_at": "2025-10-09T03:30:00Z",
                     *       "first_call_time": "09:00",
                     *       "frequency_cap": {
                     *         "calls": 1,
                     *         "hours": 1
                     *       },
                     *       "from_phone_numbers": [
                     *         "+912261234567"
                     *       ],
                     *       "holidays": [
                     *         "2025-10-09"
                     *       ],
                     *       "id": "0198c0de-0000-7000-8000-000000000003",
                     *       "importing": false,
                     *       "keep_open": false,
                     *       "last_call_time": "18:00",
                     *       "max_calls_per_minute": 1,
                     *       "max_concurrent_calls": 1,
                     *       "name": "Autumn offer",
                     *       "next_action": "Ask whether Tuesday suits",
                     *       "next_dial_at": "2025-10-09T03:30:00Z",
                     *       "progress": 0.5,
                     *       "retry": {
                     *         "delays_minutes": [
                     *           1
                     *         ],
                     *         "max_attempts": 1,
                     *         "outcomes": [
                     *           "answered"
                     *         ]
                     *       },
                     *       "start_date": "2025-10-09",
                     *       "started_at": "2025-10-09T03:30:00Z",
                     *       "status": "active",
                     *       "status_reason": null,
                     *       "stopping": false,
                     *       "timezone": "Asia/Kolkata",
                     *       "use_contact_timezone": false
                     *     }
                     */
                    "application/json": components["schemas"]["Campaign"];
                };
            };
            /** @description A problem (RFC 9457); docs/errors.md lists the codes */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "invalid_fields",
                     *       "detail": "Nothing was changed. Mend: /name",
                     *       "errors": [
                     *         {
                     *           "code": "required",
                     *           "field": "/name",
                     *           "message": "is missing: give it",
                     *           "value": null
                     *         }
                     *       ],
                     *       "request_id": "0198c0de-0000-7000-8000-00000000000f",
                     *       "status": 422,
                     *       "title": "Fields are wrong",
                     *       "type": "urn:call-campaigns:problem:invalid_fields"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    start_api_campaigns__campaign_id__start_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body again within 24 h give the first answer again, and do nothing */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @example 0198c0de-0000-7000-8000-000000000003 */
                campaign_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "agent_id": "0198c0de-0000-7000-8000-000000000002",
                     *       "completed_at": null,
                     *       "counters": {
                     *         "answered": 1,
                     *         "dialling": 0,
                     *         "in_call": 0,
                     *         "queued": 1,
                     *         "settled": 1,
                     *         "total": 2
                     *       },
                     *       "created_at": "2025-10-09T03:30:00Z",
                     *       "days": [
                     *         "mon"
                     *       ],
                     *       "end_date": null,
                     *       "expected_end_at": "2025-10-09T03:30:00Z",
                     *       "first_call_time": "09:00",
                     *       "frequency_cap": {
                     *         "calls": 1,
                     *         "hours": 1
                     *       },
                     *       "from_phone_numbers": [
                     *         "+912261234567"
                     *       ],
                     *       "holidays": [
                     *         "2025-10-09"
                     *       ],
                     *       "id": "0198c0de-0000-7000-8000-000000000003",
                     *       "importing": false,
                     *       "keep_open": false,
                     *       "last_call_time": "18:00",
                     *       "max_calls_per_minute": 1,
                     *       "max_concurrent_calls": 1,
                     *       "name": "Autumn offer",
                     *       "next_action": "Ask whether Tuesday suits",
                     *       "next_dial_at": "2025-10-09T03:30:00Z",
                     *       "progress": 0.5,
                     *       "retry": {
                     *         "delays_minutes": [
                     *           1
                     *         ],
                     *         "max_attempts": 1,
                     *         "outcomes": [
                     *           "answered"
                     *         ]
                     *       },
                     *       "start_date": "2025-10-09",
                     *       "started_at": "2025-10-09T03:30:00Z",
                     *       "status": "active",
                     *       "status_reason": null,
                     *       "stopping": false,
                     *       "timezone": "Asia/Kolkata",
                     *       "use_contact_timezone": false
                     *     }
                     */
                    "application/json": components["schemas"]["Campaign"];
                };
            };
            /** @description A problem (RFC 9457); docs/errors.md lists the codes */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "invalid_fields",
                     *       "detail": "Nothing was changed. Mend: /name",
                     *       "errors": [
                     *         {
                     *           "code": "required",
                     *           "field": "/name",
                     *           "message": "is missing: give it",
                     *           "value": null
                     *         }
                     *       ],
                     *       "request_id": "0198c0de-0000-7000-8000-00000000000f",
                     *       "status": 422,
                     *       "title": "Fields are wrong",
                     *       "type": "urn:call-campaigns:problem:invalid_fields"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    add_file_api_campaigns__campaign_id__upload_csv_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body again within 24 h give the first answer again, and do nothing */
                "Idempotency-Key"?: string | null;
                /** @description `respond-async`: 202, then GET the import */
                prefer?: string;
            };
            path: {
                /** @example 0198c0de-0000-7000-8000-000000000003 */
                campaign_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "column_mapping": {
                 *         "Mobile": "phone_number"
                 *       },
                 *       "default_country": "IN",
                 *       "file": "name,phone_number,email\nRavi Menon,+919876543210,ravi@example.com\n"
                 *     }
                 */
                "multipart/form-data": components["schemas"]["FileFields"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "campaign": {
                     *         "agent_id": "0198c0de-0000-7000-8000-000000000002",
                     *         "completed_at": null,
                     *         "counters": {
                     *           "answered": 1,
                     *           "dialling": 0,
                     *           "in_call": 0,
                     *           "queued": 1,
                     *           "settled": 1,
                     *           "total": 2
                     *         },
                     *         "created_at": "2025-10-09T03:30:00Z",
                     *         "days": [
                     *           "mon"
                     *         ],
                     *         "end_date": null,
                     *         "expected_end_at": "2025-10-09T03:30:00Z",
                     *         "first_call_time": "09:00",
                     *         "frequency_cap": {
                     *           "calls": 1,
                     *           "hours": 1
                     *         },
                     *         "from_phone_numbers": [
                     *           "+912261234567"
                     *         ],
                     *         "holidays": [
                     *           "2025-10-09"
                     *         ],
                     *         "id": "0198c0de-0000-7000-8000-000000000003",
                     *         "importing": false,
                     *         "keep_open": false,
                     *         "last_call_time": "18:00",
                     *         "max_calls_per_minute": 1,
                     *         "max_concurrent_calls": 1,
                     *         "name": "Autumn offer",
                     *         "next_action": "Ask whether Tuesday suits",
                     *         "next_dial_at": "2025-10-09T03:30:00Z",
                     *         "progress": 0.5,
                     *         "retry": {
                     *           "delays_minutes": [
                     *             1
                     *           ],
                     *           "max_attempts": 1,
                     *           "outcomes": [
                     *             "answered"
                     *           ]
                     *         },
                     *         "start_date": "2025-10-09",
                     *         "started_at": "2025-10-09T03:30:00Z",
                     *         "status": "active",
                     *         "status_reason": null,
                     *         "stopping": false,
                     *         "timezone": "Asia/Kolkata",
                     *         "use_contact_timezone": false
                     *       },
                     *       "import": {
                     *         "accepted": 1,
                     *         "already_in_campaign": 1,
                     *         "campaign_id": "0198c0de-0000-7000-8000-000000000003",
                     *         "created_at": "2025-10-09T03:30:00Z",
                     *         "duplicates": 1,
                     *         "errors": [
                     *           {
                     *             "code": "phone_invalid",
                     *             "column": "phone_number",
                     *             "message": "is no phone number that any plan has",
                     *             "row": 1,
                     *             "value": "12"
                     *           }
                     *         ],
                     *         "errors_csv_url": "/api/imports/0198c0de-0000-7000-8000-000000000009/errors.csv",
                     *         "failure": null,
                     *         "finished_at": "2025-10-09T03:30:00Z",
                     *         "id": "0198c0de-0000-7000-8000-000000000009",
                     *         "rejected": 1,
                     *         "status": "done",
                     *         "total_rows": 1,
                     *         "warnings": [
                     *           {
                     *             "code": "phone_invalid",
                     *             "column": "phone_number",
                     *             "message": "is no phone number that any plan has",
                     *             "row": 1,
                     *             "value": "12"
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Uploaded"];
                };
            };
            /** @description A problem (RFC 9457); docs/errors.md lists the codes */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "invalid_fields",
                     *       "detail": "Nothing was changed. Mend: /name",
                     *       "errors": [
                     *         {
                     *           "code": "required",
                     *           "field": "/name",
                     *           "message": "is missing: give it",
                     *           "value": null
                     *         }
                     *       ],
                     *       "request_id": "0198c0de-0000-7000-8000-00000000000f",
                     *       "status": 422,
                     *       "title": "Fields are wrong",
                     *       "type": "urn:call-campaigns:problem:invalid_fields"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    why_campaign_api_campaigns__campaign_id__why_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0198c0de-0000-7000-8000-000000000003 */
                campaign_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "next_dial_at": "2025-10-09T03:30:00Z",
                     *       "reasons": [
                     *         {
                     *           "code": "waiting_turn",
                     *           "message": "…",
                     *           "until": "2025-10-09T03:30:00Z"
                     *         }
                     *       ],
                     *       "state": "queued"
                     *     }
                     */
                    "application/json": components["schemas"]["Why"];
                };
            };
            /** @description A problem (RFC 9457); docs/errors.md lists the codes */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "invalid_fields",
                     *       "detail": "Nothing was changed. Mend: /name",
                     *       "errors": [
                     *         {
                     *           "code": "required",
                     *           "field": "/name",
                     *           "message": "is missing: give it",
                     *           "value": null
                     *         }
                     *       ],
                     *       "request_id": "0198c0de-0000-7000-8000-00000000000f",
                     *       "status": 422,
                     *       "title": "Fields are wrong",
                     *       "type": "urn:call-campaigns:problem:invalid_fields"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    bulk_call_api_campaigns_bulk_call_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body again within 24 h give the first answer again, and do nothing */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "agent_id": "0198c0de-0000-7000-8000-000000000002",
                 *       "campaign_name": "Autumn offer",
                 *       "contact_ids": [
                 *         "0198c0de-0000-7000-8000-000000000004"
                 *       ],
                 *       "first_call_time": "09:00",
                 *       "last_call_time": "18:00",
                 *       "next_action": "Ask whether Tuesday suits",
                 *       "retry": {
                 *         "delays_minutes": [
                 *           60,
                 *           240
                 *         ],
                 *         "max_attempts": 3,
                 *         "outcomes": [
                 *           "no-answer",
                 *           "busy"
                 *         ]
                 *       },
                 *       "start_date": "2025-10-09"
                 *     }
                 */
                "application/json": components["schemas"]["BulkCallBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "agent_id": "0198c0de-0000-7000-8000-000000000002",
                     *       "completed_at": null,
                     *       "counters": {
                     *         "answered": 1,
                     *         "dialling": 0,
                     *         "in_call": 0,
                     *         "queued": 1,
                     *         "settled": 1,
                     *         "total": 2
                     *       },
                     *       "created_at": "2025-10-09T03:30:00Z",
                     *       "days": [
                     *         "mon"
                     *       ],
                     *       "end_date": null,
                     *       "expected_end_at": "2025-10-09T03:30:00Z",
                     *       "first_call_time": "09:00",
                     *       "frequency_cap": {
                     *         "calls": 1,
                     *         "hours": 1
                     *       },
                     *       "from_phone_numbers": [
                     *         "+912261234567"
                     *       ],
                     *       "holidays": [
                     *         "2025-10-09"
                     *       ],
                     *       "id": "0198c0de-0000-7000-8000-000000000003",
                     *       "importing": false,
                     *       "keep_open": false,
                     *       "last_call_time": "18:00",
                     *       "max_calls_per_minute": 1,
                     *       "max_concurrent_calls": 1,
                     *       "name": "Autumn offer",
                     *       "next_action": "Ask whether Tuesday suits",
                     *       "next_dial_at": "2025-10-09T03:30:00Z",
                     *       "progress": 0.5,
                     *       "retry": {
                     *         "delays_minutes": [
                     *           1
                     *         ],
                     *         "max_attempts": 1,
                     *         "outcomes": [
                     *           "answered"
                     *         ]
                     *       },
                     *       "start_date": "2025-10-09",
                     *       "started_at": "2025-10-09T03:30:00Z",
                     *       "status": "active",
                     *       "status_reason": null,
                     *       "stopping": false,
                     *       "timezone": "Asia/Kolkata",
                     *       "use_contact_timezone": false
                     *     }
                     */
                    "application/json": components["schemas"]["Campaign"];
                };
            };
            /** @description A problem (RFC 9457); docs/errors.md lists the codes */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "invalid_fields",
                     *       "detail": "Nothing was changed. Mend: /name",
                     *       "errors": [
                     *         {
                     *           "code": "required",
                     *           "field": "/name",
                     *           "message": "is missing: give it",
                     *           "value": null
                     *         }
                     *       ],
                     *       "request_id": "0198c0de-0000-7000-8000-00000000000f",
                     *       "status": 422,
                     *       "title": "Fields are wrong",
                     *       "type": "urn:call-campaigns:problem:invalid_fields"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    csv_template_api_campaigns_csv_template_get: {
        parameters: {
            query?: {
                kind?: "basic" | "advanced";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A CSV file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example name,phone_number,email
                     *     Ravi Menon,+919876543210,ravi@example.com
                     */
                    "text/csv": string;
                };
            };
            /** @description A problem (RFC 9457); docs/errors.md lists the codes */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "invalid_fields",
                     *       "detail": "Nothing was changed. Mend: /name",
                     *       "errors": [
                     *         {
                     *           "code": "required",
                     *           "field": "/name",
                     *           "message": "is missing: give it",
                     *           "value": null
                     *         }
                     *       ],
                     *       "request_id": "0198c0de-0000-7000-8000-00000000000f",
                     *       "status": 422,
                     *       "title": "Fields are wrong",
                     *       "type": "urn:call-campaigns:problem:invalid_fields"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    dry_run_api_campaigns_dry_run_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "agent_id": "0198c0de-0000-7000-8000-000000000002",
                 *       "campaign_name": "Autumn offer",
                 *       "contact_ids": [
                 *         "0198c0de-0000-7000-8000-000000000004"
                 *       ],
                 *       "first_call_time": "09:00",
                 *       "last_call_time": "18:00",
                 *       "next_action": "Ask whether Tuesday suits",
                 *       "retry": {
                 *         "delays_minutes": [
                 *           60,
                 *           240
                 *         ],
                 *         "max_attempts": 3,
                 *         "outcomes": [
                 *           "no-answer",
                 *           "busy"
                 *         ]
                 *       },
                 *       "start_date": "2025-10-09"
                 *     }
                 */
                "application/json": components["schemas"]["BulkCallBody"];
                /**
                 * @example {
                 *       "agent_id": "0198c0de-0000-7000-8000-000000000002",
                 *       "campaign_name": "Autumn offer",
                 *       "column_mapping": {
                 *         "Mobile": "phone_number"
                 *       },
                 *       "file": "name,phone_number,email\nRavi Menon,+919876543210,ravi@example.com\n",
                 *       "first_call_time": "09:00",
                 *       "last_call_time": "18:00",
                 *       "next_action": "Ask whether Tuesday suits",
                 *       "start_date": "2025-10-09"
                 *     }
                 */
                "multipart/form-data": components["schemas"]["UploadFields"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "assumed": {
                     *         "based_on_calls": 1,
                     *         "call_seconds": 48.5,
                     *         "retried_share": 0.2,
                     *         "slots": 2
                     *       },
                     *       "callable": 1,
                     *       "expected_end_at": "2025-10-09T03:30:00Z",
                     *       "first_calls": [
                     *         {
                     *           "at": "2025-10-09T03:30:00Z",
                     *           "contact_id": "0198c0de-0000-7000-8000-000000000004",
                     *           "name": "Asha Rao",
                     *           "phone_number": "+919876543210"
                     *         }
                     *       ],
                     *       "skipped": {
                     *         "do_not_call": 3,
                     *         "phone_invalid": 1
                     *       },
                     *       "total": 1,
                     *       "unreached": 1
                     *     }
                     */
                    "application/json": components["schemas"]["DryRun"];
                };
            };
            /** @description A problem (RFC 9457); docs/errors.md lists the codes */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "invalid_fields",
                     *       "detail": "Nothing was changed. Mend: /name",
                     *       "errors": [
                     *         {
                     *           "code": "required",
                     *           "field": "/name",
                     *           "message": "is missing: give it",
                     *           "value": null
                     *         }
                     *       ],
                     *       "request_id": "0198c0de-0000-7000-8000-00000000000f",
                     *       "status": 422,
                     *       "title": "Fields are wrong",
                     *       "type": "urn:call-campaigns:problem:invalid_fields"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    upload_csv_api_campaigns_upload_csv_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body again within 24 h give the first answer again, and do nothing */
                "Idempotency-Key"?: string | null;
                /** @description `respond-async`: 202, then GET the import */
                prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "agent_id": "0198c0de-0000-7000-8000-000000000002",
                 *       "campaign_name": "Autumn offer",
                 *       "column_mapping": {
                 *         "Mobile": "phone_number"
                 *       },
                 *       "file": "name,phone_number,email\nRavi Menon,+919876543210,ravi@example.com\n",
                 *       "first_call_time": "09:00",
                 *       "last_call_time": "18:00",
                 *       "next_action": "Ask whether Tuesday suits",
                 *       "start_date": "2025-10-09"
                 *     }
                 */
                "multipart/form-data": components["schemas"]["UploadFields"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "campaign": {
                     *         "agent_id": "0198c0de-0000-7000-8000-000000000002",
                     *         "completed_at": null,
                     *         "counters": {
                     *           "answered": 1,
                     *           "dialling": 0,
                     *           "in_call": 0,
                     *           "queued": 1,
                     *           "settled": 1,
                     *           "total": 2
                     *         },
                     *         "created_at": "2025-10-09T03:30:00Z",
                     *         "days": [
                     *           "mon"
                     *         ],
                     *         "end_date": null,
                     *         "expected_end_at": "2025-10-09T03:30:00Z",
                     *         "first_call_time": "09:00",
                     *         "frequency_cap": {
                     *           "calls": 1,
                     *           "hours": 1
                     *         },
                     *         "from_phone_numbers": [
                     *           "+912261234567"
                     *         ],
                     *         "holidays": [
                     *           "2025-10-09"
                     *         ],
                     *         "id": "0198c0de-0000-7000-8000-000000000003",
                     *         "importing": false,
                     *         "keep_open": false,
                     *         "last_call_time": "18:00",
                     *         "max_calls_per_minute": 1,
                     *         "max_concurrent_calls": 1,
                     *         "name": "Autumn offer",
                     *         "next_action": "Ask whether Tuesday suits",
                     *         "next_dial_at": "2025-10-09T03:30:00Z",
                     *         "progress": 0.5,
                     *         "retry": {
                     *           "delays_minutes": [
                     *             1
                     *           ],
                     *           "max_attempts": 1,
                     *           "outcomes": [
                     *             "answered"
                     *           ]
                     *         },
                     *         "start_date": "2025-10-09",
                     *         "started_at": "2025-10-09T03:30:00Z",
                     *         "status": "active",
                     *         "status_reason": null,
                     *         "stopping": false,
                     *         "timezone": "Asia/Kolkata",
                     *         "use_contact_timezone": false
                     *       },
                     *       "import": {
                     *         "accepted": 1,
                     *         "already_in_campaign": 1,
                     *         "campaign_id": "0198c0de-0000-7000-8000-000000000003",
                     *         "created_at": "2025-10-09T03:30:00Z",
                     *         "duplicates": 1,
                     *         "errors": [
                     *           {
                     *             "code": "phone_invalid",
                     *             "column": "phone_number",
                     *             "message": "is no phone number that any plan has",
                     *             "row": 1,
                     *             "value": "12"
                     *           }
                     *         ],
                     *         "errors_csv_url": "/api/imports/0198c0de-0000-7000-8000-000000000009/errors.csv",
                     *         "failure": null,
                     *         "finished_at": "2025-10-09T03:30:00Z",
                     *         "id": "0198c0de-0000-7000-8000-000000000009",
                     *         "rejected": 1,
                     *         "status": "done",
                     *         "total_rows": 1,
                     *         "warnings": [
                     *           {
                     *             "code": "phone_invalid",
                     *             "column": "phone_number",
                     *             "message": "is no phone number that any plan has",
                     *             "row": 1,
                     *             "value": "12"
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Uploaded"];
                };
            };
            /** @description A problem (RFC 9457); docs/errors.md lists the codes */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "invalid_fields",
                     *       "detail": "Nothing was changed. Mend: /name",
                     *       "errors": [
                     *         {
                     *           "code": "required",
                     *           "field": "/name",
                     *           "message": "is missing: give it",
                     *           "value": null
                     *         }
                     *       ],
                     *       "request_id": "0198c0de-0000-7000-8000-00000000000f",
                     *       "status": 422,
                     *       "title": "Fields are wrong",
                     *       "type": "urn:call-campaigns:problem:invalid_fields"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    contacts_api_contacts_get: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before */
                cursor?: string | null;
                limit?: number;
                /** @description in name, number, e-mail and company */
                search?: string | null;
                /** @description newest first */
                sort?: "-created_at";
                tag?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "company": "Menon Traders",
                     *           "created_at": "2025-10-09T03:30:00Z",
                     *           "do_not_call": false,
                     *           "email": "ravi@example.com",
                     *           "id": "0198c0de-0000-7000-8000-000000000004",
                     *           "name": "Ravi Menon",
                     *           "notes": "prefers mornings",
                     *           "phone_number": "+919876543210",
                     *           "tags": [
                     *             "renewals"
                     *           ],
                     *           "timezone": "Asia/Kolkata",
                     *           "updated_at": "2025-10-09T03:30:00Z",
                     *           "used_in": [
                     *             {
                     *               "id": "0198c0de-0000-7000-8000-000000000003",
                     *               "name": "Autumn offer"
                     *             }
                     *           ],
                     *           "used_in_count": 1,
                     *           "variables": {
                     *             "policy": "…"
                     *           }
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["Page_Contact_"];
                };
            };
            /** @description A problem (RFC 9457); docs/errors.md lists the codes */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "invalid_fields",
                     *       "detail": "Nothing was changed. Mend: /name",
                     *       "errors": [
                     *         {
                     *           "code": "required",
                     *           "field": "/name",
                     *           "message": "is missing: give it",
                     *           "value": null
                     *         }
                     *       ],
                     *       "request_id": "0198c0de-0000-7000-8000-00000000000f",
                     *       "status": 422,
                     *       "title": "Fields are wrong",
                     *       "type": "urn:call-campaigns:problem:invalid_fields"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    add_contact_api_contacts_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body again within 24 h give the first answer again, and do nothing */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "company": "Menon Traders",
                 *       "email": "asha@example.com",
                 *       "name": "Asha Rao",
                 *       "notes": "prefers mornings",
                 *       "phone_number": "+919876543210",
                 *       "tags": [
                 *         "renewals"
                 *       ],
                 *       "timezone": "Asia/Kolkata",
                 *       "variables": {
                 *         "policy": "…"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["NewContactBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "company": "Menon Traders",
                     *       "created_at": "2025-10-09T03:30:00Z",
                     *       "do_not_call": false,
                     *       "email": "ravi@example.com",
                     *       "id": "0198c0de-0000-7000-8000-000000000004",
                     *       "name": "Ravi Menon",
                     *       "notes": "prefers mornings",
                     *       "phone_number": "+919876543210",
                     *       "tags": [
                     *         "renewals"
                     *       ],
                     *       "timezone": "Asia/Kolkata",
                     *       "updated_at": "2025-10-09T03:30:00Z",
                     *       "used_in": [
                     *         {
                     *           "id": "0198c0de-0000-7000-8000-000000000003",
                     *           "name": "Autumn offer"
                     *         }
                     *       ],
                     *       "used_in_count": 1,
                     *       "variables": {
                     *         "policy": "…"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Contact"];
                };
            };
            /** @description A problem (RFC 9457); docs/errors.md lists the codes */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "invalid_fields",
                     *       "detail": "Nothing was changed. Mend: /name",
                     *       "errors": [
                     *         {
                     *           "code": "required",
                     *           "field": "/name",
                     *           "message": "is missing: give it",
                     *           "value": null
                     *         }
                     *       ],
                     *       "request_id": "0198c0de-0000-7000-8000-00000000000f",
                     *       "status": 422,
                     *       "title": "Fields are wrong",
                     *       "type": "urn:call-campaigns:problem:invalid_fields"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    contact_api_contacts__contact_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0198c0de-0000-7000-8000-000000000004 */
                contact_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "company": "Menon Traders",
                     *       "created_at": "2025-10-09T03:30:00Z",
                     *       "do_not_call": false,
                     *       "email": "ravi@example.com",
                     *       "id": "0198c0de-0000-7000-8000-000000000004",
                     *       "name": "Ravi Menon",
                     *       "notes": "prefers mornings",
                     *       "phone_number": "+919876543210",
                     *       "tags": [
                     *         "renewals"
                     *       ],
                     *       "timezone": "Asia/Kolkata",
                     *       "updated_at": "2025-10-09T03:30:00Z",
                     *       "used_in": [
                     *         {
                     *           "id": "0198c0de-0000-7000-8000-000000000003",
                     *           "name": "Autumn offer"
                     *         }
                     *       ],
                     *       "used_in_count": 1,
                     *       "variables": {
                     *         "policy": "…"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Contact"];
                };
            };
            /** @description A problem (RFC 9457); docs/errors.md lists the codes */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "invalid_fields",
                     *       "detail": "Nothing was changed. Mend: /name",
                     *       "errors": [
                     *         {
                     *           "code": "required",
                     *           "field": "/name",
                     *           "message": "is missing: give it",
                     *           "value": null
                     *         }
                     *       ],
                     *       "request_id": "0198c0de-0000-7000-8000-00000000000f",
                     *       "status": 422,
                     *       "title": "Fields are wrong",
                     *       "type": "urn:call-campaigns:problem:invalid_fields"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    remove_contact_api_contacts__contact_id__delete: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag last seen; 412 changed_meanwhile where it is no longer the present one */
                "If-Match"?: string | null;
            };
            path: {
                /** @example 0198c0de-0000-7000-8000-000000000004 */
                contact_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed; a call that was about to start may still start */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "stopping": true
                     *     }
                     */
                    "application/json": components["schemas"]["Stopping"];
                };
            };
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457); docs/errors.md lists the codes */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "invalid_fields",
                     *       "detail": "Nothing was changed. Mend: /name",
                     *       "errors": [
                     *         {
                     *           "code": "required",
                     *           "field": "/name",
                     *           "message": "is missing: give it",
                     *           "value": null
                     *         }
                     *       ],
                     *       "request_id": "0198c0de-0000-7000-8000-00000000000f",
                     *       "status": 422,
                     *       "title": "Fields are wrong",
                     *       "type": "urn:call-campaigns:problem:invalid_fields"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    change_contact_api_contacts__contact_id__patch: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag last seen; 412 changed_meanwhile where it is no longer the present one */
                "If-Match"?: string | null;
            };
            path: {
                /** @example 0198c0de-0000-7000-8000-000000000004 */
                contact_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "company": "Menon Traders",
                 *       "email": "asha@example.com",
                 *       "name": "Asha Rao",
                 *       "notes": "prefers mornings",
                 *       "phone_number": "+919876543210",
                 *       "tags": [
                 *         "renewals"
                 *       ],
                 *       "timezone": "Asia/Kolkata",
                 *       "variables": {
                 *         "policy": "…"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["ContactChangeBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "company": "Menon Traders",
                     *       "created_at": "2025-10-09T03:30:00Z",
                     *       "do_not_call": false,
                     *       "email": "ravi@example.com",
                     *       "id": "0198c0de-0000-7000-8000-000000000004",
                     *       "name": "Ravi Menon",
                     *       "notes": "prefers mornings",
                     *       "phone_number": "+919876543210",
                     *       "tags": [
                     *         "renewals"
                     *       ],
                     *       "timezone": "Asia/Kolkata",
                     *       "updated_at": "2025-10-09T03:30:00Z",
                     *       "used_in": [
                     *         {
                     *           "id": "0198c0de-0000-7000-8000-000000000003",
                     *           "name": "Autumn offer"
                     *         }
                     *       ],
                     *       "used_in_count": 1,
                     *       "variables": {
                     *         "policy": "…"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Contact"];
                };
            };
            /** @description A problem (RFC 9457); docs/errors.md lists the codes */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "invalid_fields",
                     *       "detail": "Nothing was changed. Mend: /name",
                     *       "errors": [
                     *         {
                     *           "code": "required",
                     *           "field": "/name",
                     *           "message": "is missing: give it",
                     *           "value": null
                     *         }
                     *       ],
                     *       "request_id": "0198c0de-0000-7000-8000-00000000000f",
                     *       "status": 422,
                     *       "title": "Fields are wrong",
                     *       "type": "urn:call-campaigns:problem:invalid_fields"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    import_contacts_api_contacts_import_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body again within 24 h give the first answer again, and do nothing */
                "Idempotency-Key"?: string | null;
                /** @description `respond-async`: 202, then GET the import */
                prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "column_mapping": {
                 *         "Mobile": "phone_number"
                 *       },
                 *       "default_country": "IN",
                 *       "file": "name,phone_number,email\nRavi Menon,+919876543210,ravi@example.com\n"
                 *     }
                 */
                "multipart/form-data": components["schemas"]["FileFields"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "campaign": {
                     *         "agent_id": "0198c0de-0000-7000-8000-000000000002",
                     *         "completed_at": null,
                     *         "counters": {
                     *           "answered": 1,
                     *           "dialling": 0,
                     *           "in_call": 0,
                     *           "queued": 1,
                     *           "settled": 1,
                     *           "total": 2
                     *         },
                     *         "created_at": "2025-10-09T03:30:00Z",
                     *         "days": [
                     *           "mon"
                     *         ],
                     *         "end_date": null,
                     *         "expected_end_at": "2025-10-09T03:30:00Z",
                     *         "first_call_time": "09:00",
                     *         "frequency_cap": {
                     *           "calls": 1,
                     *           "hours": 1
                     *         },
                     *         "from_phone_numbers": [
                     *           "+912261234567"
                     *         ],
                     *         "holidays": [
                     *           "2025-10-09"
                     *         ],
                     *         "id": "0198c0de-0000-7000-8000-000000000003",
                     *         "importing": false,
                     *         "keep_open": false,
                     *         "last_call_time": "18:00",
                     *         "max_calls_per_minute": 1,
                     *         "max_concurrent_calls": 1,
                     *         "name": "Autumn offer",
                     *         "next_action": "Ask whether Tuesday suits",
                     *         "next_dial_at": "2025-10-09T03:30:00Z",
                     *         "progress": 0.5,
                     *         "retry": {
                     *           "delays_minutes": [
                     *             1
                     *           ],
                     *           "max_attempts": 1,
                     *           "outcomes": [
                     *             "answered"
                     *           ]
                     *         },
                     *         "start_date": "2025-10-09",
                     *         "started_at": "2025-10-09T03:30:00Z",
                     *         "status": "active",
                     *         "status_reason": null,
                     *         "stopping": false,
                     *         "timezone": "Asia/Kolkata",
                     *         "use_contact_timezone": false
                     *       },
                     *       "import": {
                     *         "accepted": 1,
                     *         "already_in_campaign": 1,
                     *         "campaign_id": "0198c0de-0000-7000-8000-000000000003",
                     *         "created_at": "2025-10-09T03:30:00Z",
                     *         "duplicates": 1,
                     *         "errors": [
                     *           {
                     *             "code": "phone_invalid",
                     *             "column": "phone_number",
                     *             "message": "is no phone number that any plan has",
                     *             "row": 1,
                     *             "value": "12"
                     *           }
                     *         ],
                     *         "errors_csv_url": "/api/imports/0198c0de-0000-7000-8000-000000000009/errors.csv",
                     *         "failure": null,
                     *         "finished_at": "2025-10-09T03:30:00Z",
                     *         "id": "0198c0de-0000-7000-8000-000000000009",
                     *         "rejected": 1,
                     *         "status": "done",
                     *         "total_rows": 1,
                     *         "warnings": [
                     *           {
                     *             "code": "phone_invalid",
                     *             "column": "phone_number",
                     *             "message": "is no phone number that any plan has",
                     *             "row": 1,
                     *             "value": "12"
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Uploaded"];
                };
            };
            /** @description A problem (RFC 9457); docs/errors.md lists the codes */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "invalid_fields",
                     *       "detail": "Nothing was changed. Mend: /name",
                     *       "errors": [
                     *         {
                     *           "code": "required",
                     *           "field": "/name",
                     *           "message": "is missing: give it",
                     *           "value": null
                     *         }
                     *       ],
                     *       "request_id": "0198c0de-0000-7000-8000-00000000000f",
                     *       "status": 422,
                     *       "title": "Fields are wrong",
                     *       "type": "urn:call-campaigns:problem:invalid_fields"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    blocked_numbers_api_do_not_call_get: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before */
                cursor?: string | null;
                limit?: number;
                phone_number?: string | null;
                /** @description whose list: the caller's, or (administrators) everybody's */
                scope?: components["schemas"]["BlockScope"];
                /** @description newest first */
                sort?: "-created_at";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "created_at": "2025-10-09T03:30:00Z",
                     *           "phone_number": "+919876543210",
                     *           "reason": "…",
                     *           "scope": "user",
                     *           "stopping": false
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["Page_BlockedNumber_"];
                };
            };
            /** @description A problem (RFC 9457); docs/errors.md lists the codes */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "invalid_fields",
                     *       "detail": "Nothing was changed. Mend: /name",
                     *       "errors": [
                     *         {
                     *           "code": "required",
                     *           "field": "/name",
                     *           "message": "is missing: give it",
                     *           "value": null
                     *         }
                     *       ],
                     *       "request_id": "0198c0de-0000-7000-8000-00000000000f",
                     *       "status": 422,
                     *       "title": "Fields are wrong",
                     *       "type": "urn:call-campaigns:problem:invalid_fields"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    block_number_api_do_not_call_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body again within 24 h give the first answer again, and do nothing */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "phone_number": "+919876543210",
                 *       "reason": "asked not to be called",
                 *       "scope": "user"
                 *     }
                 */
                "application/json": components["schemas"]["NewEntryBody"];
            };
        };
        responses: {
            /** @description It was on the list already, and is as it was */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "created_at": "2025-10-09T03:30:00Z",
                     *       "phone_number": "+919876543210",
                     *       "reason": "…",
                     *       "scope": "user",
                     *       "stopping": false
                     *     }
                     */
                    "application/json": components["schemas"]["BlockedNumber"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "created_at": "2025-10-09T03:30:00Z",
                     *       "phone_number": "+919876543210",
                     *       "reason": "…",
                     *       "scope": "user",
                     *       "stopping": false
                     *     }
                     */
                    "application/json": components["schemas"]["BlockedNumber"];
                };
            };
            /** @description On the list; a call that was about to start still may */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "created_at": "2025-10-09T03:30:00Z",
                     *       "phone_number": "+919876543210",
                     *       "reason": "…",
                     *       "scope": "user",
                     *       "stopping": false
                     *     }
                     */
                    "application/json": components["schemas"]["BlockedNumber"];
                };
            };
            /** @description A problem (RFC 9457); docs/errors.md lists the codes */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "invalid_fields",
                     *       "detail": "Nothing was changed. Mend: /name",
                     *       "errors": [
                     *         {
                     *           "code": "required",
                     *           "field": "/name",
                     *           "message": "is missing: give it",
                     *           "value": null
                     *         }
                     *       ],
                     *       "request_id": "0198c0de-0000-7000-8000-00000000000f",
                     *       "status": 422,
                     *       "title": "Fields are wrong",
                     *       "type": "urn:call-campaigns:problem:invalid_fields"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    unblock_number_api_do_not_call__e164__delete: {
        parameters: {
            query?: {
                /** @description whose list: the caller's, or (administrators) everybody's */
                scope?: components["schemas"]["BlockScope"];
            };
            header?: never;
            path: {
                /** @example +919876543210 */
                e164: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457); docs/errors.md lists the codes */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "invalid_fields",
                     *       "detail": "Nothing was changed. Mend: /name",
                     *       "errors": [
                     *         {
                     *           "code": "required",
                     *           "field": "/name",
                     *           "message": "is missing: give it",
                     *           "value": null
                     *         }
                     *       ],
                     *       "request_id": "0198c0de-0000-7000-8000-00000000000f",
                     *       "status": 422,
                     *       "title": "Fields are wrong",
                     *       "type": "urn:call-campaigns:problem:invalid_fields"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    upload_numbers_api_do_not_call_upload_csv_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body again within 24 h give the first answer again, and do nothing */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "column_mapping": {
                 *         "policy": "…"
                 *       },
                 *       "default_country": "IN",
                 *       "file": "name,phone_number,email\nRavi Menon,+919876543210,ravi@example.com\n",
                 *       "reason": "…",
                 *       "scope": "user"
                 *     }
                 */
                "multipart/form-data": components["schemas"]["DoNotCallFields"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "accepted": 1,
                     *       "already_blocked": 1,
                     *       "duplicates": 1,
                     *       "errors": [
                     *         {
                     *           "code": "phone_invalid",
                     *           "column": "phone_number",
                     *           "message": "is no phone number that any plan has",
                     *           "row": 1,
                     *           "value": "12"
                     *         }
                     *       ],
                     *       "rejected": 1,
                     *       "stopping": false,
                     *       "total_rows": 1,
                     *       "warnings": [
                     *         {
                     *           "code": "phone_invalid",
                     *           "column": "phone_number",
                     *           "message": "is no phone number that any plan has",
                     *           "row": 1,
                     *           "value": "12"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["BlockedNumbers"];
                };
            };
            /** @description On the list; calls about to start still may */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "accepted": 1,
                     *       "already_blocked": 1,
                     *       "duplicates": 1,
                     *       "errors": [
                     *         {
                     *           "code": "phone_invalid",
                     *           "column": "phone_number",
                     *           "message": "is no phone number that any plan has",
                     *           "row": 1,
                     *           "value": "12"
                     *         }
                     *       ],
                     *       "rejected": 1,
                     *       "stopping": false,
                     *       "total_rows": 1,
                     *       "warnings": [
                     *         {
                     *           "code": "phone_invalid",
                     *           "column": "phone_number",
                     *           "message": "is no phone number that any plan has",
                     *           "row": 1,
                     *           "value": "12"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["BlockedNumbers"];
                };
            };
            /** @description A problem (RFC 9457); docs/errors.md lists the codes */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "invalid_fields",
                     *       "detail": "Nothing was changed. Mend: /name",
                     *       "errors": [
                     *         {
                     *           "code": "required",
                     *           "field": "/name",
                     *           "message": "is missing: give it",
                     *           "value": null
                     *         }
                     *       ],
                     *       "request_id": "0198c0de-0000-7000-8000-00000000000f",
                     *       "status": 422,
                     *       "title": "Fields are wrong",
                     *       "type": "urn:call-campaigns:problem:invalid_fields"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    events_api_events_get: {
        parameters: {
            query?: never;
            header?: {
                /** @description the `id` read last: what came behind it is sent first. One that is no longer kept is answered by a `reset` */
                "Last-Event-ID"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description `text/event-stream`. `event` is `campaign` (as it stands), `call` (those of a campaign that moved, with its counters; where more than 100 moved at once they are not `complete`), `slots`, `import`, or `reset`: read anew what you show. What is told may be told again; more kinds may come: ignore them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example event: call
                     *     id: 1041
                     *     data: {"campaign_id":"0198c0de-0000-7000-8000-000000000001","complete":true,"calls":[{"id":"0198c0de-0000-7000-8000-000000000002","status":"settled","outcome":"answered","reason":null,"attempts":1,"next_attempt_at":null,"settled_at":"2025-10-09T04:00:00Z"}],"counters":{"total":10,"queued":8,"dialling":1,"settled":1,"answered":1}}
                     */
                    "text/event-stream": string;
                };
            };
            /** @description A problem (RFC 9457); docs/errors.md lists the codes */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "invalid_fields",
                     *       "detail": "Nothing was changed. Mend: /name",
                     *       "errors": [
                     *         {
                     *           "code": "required",
                     *           "field": "/name",
                     *           "message": "is missing: give it",
                     *           "value": null
                     *         }
                     *       ],
                     *       "request_id": "0198c0de-0000-7000-8000-00000000000f",
                     *       "status": 422,
                     *       "title": "Fields are wrong",
                     *       "type": "urn:call-campaigns:problem:invalid_fields"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    imports_api_imports_get: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before */
                cursor?: string | null;
                limit?: number;
                /** @description newest first */
                sort?: "-created_at";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "accepted": 1,
                     *           "already_in_campaign": 1,
                     *           "campaign_id": "0198c0de-0000-7000-8000-000000000003",
                     *           "created_at": "2025-10-09T03:30:00Z",
                     *           "duplicates": 1,
                     *           "errors": [
                     *             {
                     *               "code": "phone_invalid",
                     *               "column": "phone_number",
                     *               "message": "is no phone number that any plan has",
                     *               "row": 1,
                     *               "value": "12"
                     *             }
                     *           ],
                     *           "errors_csv_url": "/api/imports/0198c0de-0000-7000-8000-000000000009/errors.csv",
                     *           "failure": null,
                     *           "finished_at": "2025-10-09T03:30:00Z",
                     *           "id": "0198c0de-0000-7000-8000-000000000009",
                     *           "rejected": 1,
                     *           "status": "done",
                     *           "total_rows": 1,
                     *           "warnings": [
                     *             {
                     *               "code": "phone_invalid",
                     *               "column": "phone_number",
                     *               "message": "is no phone number that any plan has",
                     *               "row": 1,
                     *               "value": "12"
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["Page_Import_"];
                };
            };
            /** @description A problem (RFC 9457); docs/errors.md lists the codes */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "invalid_fields",
                     *       "detail": "Nothing was changed. Mend: /name",
                     *       "errors": [
                     *         {
                     *           "code": "required",
                     *           "field": "/name",
                     *           "message": "is missing: give it",
                     *           "value": null
                     *         }
                     *       ],
                     *       "request_id": "0198c0de-0000-7000-8000-00000000000f",
                     *       "status": 422,
                     *       "title": "Fields are wrong",
                     *       "type": "urn:call-campaigns:problem:invalid_fields"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    import_status_api_imports__import_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0198c0de-0000-7000-8000-000000000009 */
                import_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "accepted": 1,
                     *       "already_in_campaign": 1,
                     *       "campaign_id": "0198c0de-0000-7000-8000-000000000003",
                     *       "created_at": "2025-10-09T03:30:00Z",
                     *       "duplicates": 1,
                     *       "errors": [
                     *         {
                     *           "code": "phone_invalid",
                     *           "column": "phone_number",
                     *           "message": "is no phone number that any plan has",
                     *           "row": 1,
                     *           "value": "12"
                     *         }
                     *       ],
                     *       "errors_csv_url": "/api/imports/0198c0de-0000-7000-8000-000000000009/errors.csv",
                     *       "failure": null,
                     *       "finished_at": "2025-10-09T03:30:00Z",
                     *       "id": "0198c0de-0000-7000-8000-000000000009",
                     *       "rejected": 1,
                     *       "status": "done",
                     *       "total_rows": 1,
                     *       "warnings": [
                     *         {
                     *           "code": "phone_invalid",
                     *           "column": "phone_number",
                     *           "message": "is no phone number that any plan has",
                     *           "row": 1,
                     *           "value": "12"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Import"];
                };
            };
            /** @description A problem (RFC 9457); docs/errors.md lists the codes */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "invalid_fields",
                     *       "detail": "Nothing was changed. Mend: /name",
                     *       "errors": [
                     *         {
                     *           "code": "required",
                     *           "field": "/name",
                     *           "message": "is missing: give it",
                     *           "value": null
                     *         }
                     *       ],
                     *       "request_id": "0198c0de-0000-7000-8000-00000000000f",
                     *       "status": 422,
                     *       "title": "Fields are wrong",
                     *       "type": "urn:call-campaigns:problem:invalid_fields"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    rejected_rows_api_imports__import_id__errors_csv_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0198c0de-0000-7000-8000-000000000009 */
                import_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A CSV file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example name,phone_number,email
                     *     Ravi Menon,+919876543210,ravi@example.com
                     */
                    "text/csv": string;
                };
            };
            /** @description A problem (RFC 9457); docs/errors.md lists the codes */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "invalid_fields",
                     *       "detail": "Nothing was changed. Mend: /name",
                     *       "errors": [
                     *         {
                     *           "code": "required",
                     *           "field": "/name",
                     *           "message": "is missing: give it",
                     *           "value": null
                     *         }
                     *       ],
                     *       "request_id": "0198c0de-0000-7000-8000-00000000000f",
                     *       "status": 422,
                     *       "title": "Fields are wrong",
                     *       "type": "urn:call-campaigns:problem:invalid_fields"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    preview_file_api_imports_preview_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "column_mapping": {
                 *         "policy": "…"
                 *       },
                 *       "default_country": "IN",
                 *       "file": "name,phone_number,email\nRavi Menon,+919876543210,ravi@example.com\n"
                 *     }
                 */
                "multipart/form-data": components["schemas"]["PreviewFields"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "column_mapping": {
                     *         "policy": "…"
                     *       },
                     *       "delimiter": ",",
                     *       "encoding": "utf-8",
                     *       "headers": [
                     *         "…"
                     *       ],
                     *       "mapping": [
                     *         "…"
                     *       ],
                     *       "missing": [
                     *         "…"
                     *       ],
                     *       "rows": [
                     *         [
                     *           "…"
                     *         ]
                     *       ],
                     *       "warnings": [
                     *         {
                     *           "code": "phone_invalid",
                     *           "column": "phone_number",
                     *           "message": "is no phone number that any plan has",
                     *           "row": 1,
                     *           "value": "12"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Preview"];
                };
            };
            /** @description A problem (RFC 9457); docs/errors.md lists the codes */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "invalid_fields",
                     *       "detail": "Nothing was changed. Mend: /name",
                     *       "errors": [
                     *         {
                     *           "code": "required",
                     *           "field": "/name",
                     *           "message": "is missing: give it",
                     *           "value": null
                     *         }
                     *       ],
                     *       "request_id": "0198c0de-0000-7000-8000-00000000000f",
                     *       "status": 422,
                     *       "title": "Fields are wrong",
                     *       "type": "urn:call-campaigns:problem:invalid_fields"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    keys_api_keys_get: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before */
                cursor?: string | null;
                limit?: number;
                /** @description newest first */
                sort?: "-created_at";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "created_at": "2025-10-09T03:30:00Z",
                     *           "expires_at": "2025-10-09T03:30:00Z",
                     *           "id": "0198c0de-0000-7000-8000-00000000000a",
                     *           "last_used_at": "2025-10-09T03:30:00Z",
                     *           "name": "nightly export",
                     *           "prefix": "cc_Zm9yIGR",
                     *           "read_only": false
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["Page_Key_"];
                };
            };
            /** @description A problem (RFC 9457); docs/errors.md lists the codes */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "invalid_fields",
                     *       "detail": "Nothing was changed. Mend: /name",
                     *       "errors": [
                     *         {
                     *           "code": "required",
                     *           "field": "/name",
                     *           "message": "is missing: give it",
                     *           "value": null
                     *         }
                     *       ],
                     *       "request_id": "0198c0de-0000-7000-8000-00000000000f",
                     *       "status": 422,
                     *       "title": "Fields are wrong",
                     *       "type": "urn:call-campaigns:problem:invalid_fields"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    issue_key_api_keys_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body again within 24 h give the first answer again, and do nothing */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "expires_at": "2025-10-09T03:30:00Z",
                 *       "name": "nightly export",
                 *       "read_only": false
                 *     }
                 */
                "application/json": components["schemas"]["NewKeyBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "expires_at": "2025-10-09T03:30:00Z",
                     *       "id": "0198c0de-0000-7000-8000-00000000000a",
                     *       "key": "cc_Zm9yIGRvY3VtZW50YXRpb24gb25seSwgb3BlbnMgbm8",
                     *       "name": "nightly export",
                     *       "prefix": "cc_Zm9yIGR",
                     *       "read_only": false
                     *     }
                     */
                    "application/json": components["schemas"]["IssuedKey"];
                };
            };
            /** @description A problem (RFC 9457); docs/errors.md lists the codes */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "invalid_fields",
                     *       "detail": "Nothing was changed. Mend: /name",
                     *       "errors": [
                     *         {
                     *           "code": "required",
                     *           "field": "/name",
                     *           "message": "is missing: give it",
                     *           "value": null
                     *         }
                     *       ],
                     *       "request_id": "0198c0de-0000-7000-8000-00000000000f",
                     *       "status": 422,
                     *       "title": "Fields are wrong",
                     *       "type": "urn:call-campaigns:problem:invalid_fields"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    revoke_key_api_keys__key_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0198c0de-0000-7000-8000-00000000000a */
                key_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457); docs/errors.md lists the codes */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "invalid_fields",
                     *       "detail": "Nothing was changed. Mend: /name",
                     *       "errors": [
                     *         {
                     *           "code": "required",
                     *           "field": "/name",
                     *           "message": "is missing: give it",
                     *           "value": null
                     *         }
                     *       ],
                     *       "request_id": "0198c0de-0000-7000-8000-00000000000f",
                     *       "status": 422,
                     *       "title": "Fields are wrong",
                     *       "type": "urn:call-campaigns:problem:invalid_fields"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    me_api_me_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "allowed_countries": [
                     *         "…"
                     *       ],
                     *       "concurrent_calls_limit": 1,
                     *       "created_at": "2025-10-09T03:30:00Z",
                     *       "credential": {
                     *         "expires_at": "2025-10-09T03:30:00Z",
                     *         "id": "0198c0de-0000-7000-8000-000000000001",
                     *         "kind": "key",
                     *         "read_only": false
                     *       },
                     *       "default_country": "IN",
                     *       "email": "asha@example.com",
                     *       "id": "0198c0de-0000-7000-8000-000000000001",
                     *       "name": "Asha Rao",
                     *       "role": "member",
                     *       "slots": {
                     *         "system_active": 1,
                     *         "system_available": 1,
                     *         "system_limit": 1,
                     *         "user_active": 1,
                     *         "user_available": 1,
                     *         "user_limit": 1
                     *       },
                     *       "suspended": false,
                     *       "timezone": "Asia/Kolkata",
                     *       "weight": 1
                     *     }
                     */
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description A problem (RFC 9457); docs/errors.md lists the codes */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "invalid_fields",
                     *       "detail": "Nothing was changed. Mend: /name",
                     *       "errors": [
                     *         {
                     *           "code": "required",
                     *           "field": "/name",
                     *           "message": "is missing: give it",
                     *           "value": null
                     *         }
                     *       ],
                     *       "request_id": "0198c0de-0000-7000-8000-00000000000f",
                     *       "status": 422,
                     *       "title": "Fields are wrong",
                     *       "type": "urn:call-campaigns:problem:invalid_fields"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    change_me_api_me_patch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "current_password": "cc_…",
                 *       "name": "Asha Rao",
                 *       "password": "a sentence that only I know"
                 *     }
                 */
                "application/json": components["schemas"]["OwnChangeBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "allowed_countries": [
                     *         "…"
                     *       ],
                     *       "concurrent_calls_limit": 1,
                     *       "created_at": "2025-10-09T03:30:00Z",
                     *       "credential": {
                     *         "expires_at": "2025-10-09T03:30:00Z",
                     *         "id": "0198c0de-0000-7000-8000-000000000001",
                     *         "kind": "key",
                     *         "read_only": false
                     *       },
                     *       "default_country": "IN",
                     *       "email": "asha@example.com",
                     *       "id": "0198c0de-0000-7000-8000-000000000001",
                     *       "name": "Asha Rao",
                     *       "role": "member",
                     *       "slots": {
                     *         "system_active": 1,
                     *         "system_available": 1,
                     *         "system_limit": 1,
                     *         "user_active": 1,
                     *         "user_available": 1,
                     *         "user_limit": 1
                     *       },
                     *       "suspended": false,
                     *       "timezone": "Asia/Kolkata",
                     *       "weight": 1
                     *     }
                     */
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description A problem (RFC 9457); docs/errors.md lists the codes */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "invalid_fields",
                     *       "detail": "Nothing was changed. Mend: /name",
                     *       "errors": [
                     *         {
                     *           "code": "required",
                     *           "field": "/name",
                     *           "message": "is missing: give it",
                     *           "value": null
                     *         }
                     *       ],
                     *       "request_id": "0198c0de-0000-7000-8000-00000000000f",
                     *       "status": 422,
                     *       "title": "Fields are wrong",
                     *       "type": "urn:call-campaigns:problem:invalid_fields"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    queue_api_queue_get: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before */
                cursor?: string | null;
                limit?: number;
                /** @description newest first */
                sort?: "-created_at";
                /** @description one of those that are not settled */
                status?: components["schemas"]["CallStatus"] | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "attempts": 1,
                     *           "campaign_id": "0198c0de-0000-7000-8000-000000000003",
                     *           "contact_id": "0198c0de-0000-7000-8000-000000000004",
                     *           "id": "0198c0de-0000-7000-8000-000000000001",
                     *           "name": "Asha Rao",
                     *           "next_attempt_at": "2025-10-09T03:30:00Z",
                     *           "outcome": "answered",
                     *           "phone_number": "+919876543210",
                     *           "priority": 1,
                     *           "queued_at": "2025-10-09T03:30:00Z",
                     *           "reason": "…",
                     *           "settled_at": "2025-10-09T03:30:00Z",
                     *           "status": "queued"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["Page_Call_"];
                };
            };
            /** @description A problem (RFC 9457); docs/errors.md lists the codes */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "invalid_fields",
                     *       "detail": "Nothing was changed. Mend: /name",
                     *       "errors": [
                     *         {
                     *           "code": "required",
                     *           "field": "/name",
                     *           "message": "is missing: give it",
                     *           "value": null
                     *         }
                     *       ],
                     *       "request_id": "0198c0de-0000-7000-8000-00000000000f",
                     *       "status": 422,
                     *       "title": "Fields are wrong",
                     *       "type": "urn:call-campaigns:problem:invalid_fields"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    queue_statistics_api_queue_statistics_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "awaiting_result": 1,
                     *       "dialling": 1,
                     *       "in_call": 1,
                     *       "queued": 1,
                     *       "slots": {
                     *         "system_active": 1,
                     *         "system_limit": 1,
                     *         "user_active": 1,
                     *         "user_limit": 1
                     *       },
                     *       "waiting_retry": 1
                     *     }
                     */
                    "application/json": components["schemas"]["QueueStatistics"];
                };
            };
            /** @description A problem (RFC 9457); docs/errors.md lists the codes */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "invalid_fields",
                     *       "detail": "Nothing was changed. Mend: /name",
                     *       "errors": [
                     *         {
                     *           "code": "required",
                     *           "field": "/name",
                     *           "message": "is missing: give it",
                     *           "value": null
                     *         }
                     *       ],
                     *       "request_id": "0198c0de-0000-7000-8000-00000000000f",
                     *       "status": 422,
                     *       "title": "Fields are wrong",
                     *       "type": "urn:call-campaigns:problem:invalid_fields"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    sign_in_api_session_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "asha@example.com",
                 *       "password": "a sentence that only I know"
                 *     }
                 */
                "application/json": components["schemas"]["SignInBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "expires_at": "2025-10-09T03:30:00Z",
                     *       "session_id": "0198c0de-0000-7000-8000-00000000000c",
                     *       "user": {
                     *         "allowed_countries": [
                     *           "…"
                     *         ],
                     *         "concurrent_calls_limit": 1,
                     *         "created_at": "2025-10-09T03:30:00Z",
                     *         "default_country": "IN",
                     *         "email": "asha@example.com",
                     *         "id": "0198c0de-0000-7000-8000-000000000001",
                     *         "name": "Asha Rao",
                     *         "role": "member",
                     *         "suspended": false,
                     *         "timezone": "Asia/Kolkata",
                     *         "weight": 1
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            /** @description A problem (RFC 9457); docs/errors.md lists the codes */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "invalid_fields",
                     *       "detail": "Nothing was changed. Mend: /name",
                     *       "errors": [
                     *         {
                     *           "code": "required",
                     *           "field": "/name",
                     *           "message": "is missing: give it",
                     *           "value": null
                     *         }
                     *       ],
                     *       "request_id": "0198c0de-0000-7000-8000-00000000000f",
                     *       "status": 422,
                     *       "title": "Fields are wrong",
                     *       "type": "urn:call-campaigns:problem:invalid_fields"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    sign_out_api_session_delete: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457); docs/errors.md lists the codes */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "invalid_fields",
                     *       "detail": "Nothing was changed. Mend: /name",
                     *       "errors": [
                     *         {
                     *           "code": "required",
                     *           "field": "/name",
                     *           "message": "is missing: give it",
                     *           "value": null
                     *         }
                     *       ],
                     *       "request_id": "0198c0de-0000-7000-8000-00000000000f",
                     *       "status": 422,
                     *       "title": "Fields are wrong",
                     *       "type": "urn:call-campaigns:problem:invalid_fields"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    sessions_api_sessions_get: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before */
                cursor?: string | null;
                limit?: number;
                /** @description newest first */
                sort?: "-created_at";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "created_at": "2025-10-09T03:30:00Z",
                     *           "current": false,
                     *           "expires_at": "2025-10-09T03:30:00Z",
                     *           "id": "0198c0de-0000-7000-8000-000000000001",
                     *           "last_seen_at": "2025-10-09T03:30:00Z",
                     *           "method": "password",
                     *           "source": "203.0.113.7",
                     *           "user_agent": "Mozilla/5.0"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["Page_Session_"];
                };
            };
            /** @description A problem (RFC 9457); docs/errors.md lists the codes */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "invalid_fields",
                     *       "detail": "Nothing was changed. Mend: /name",
                     *       "errors": [
                     *         {
                     *           "code": "required",
                     *           "field": "/name",
                     *           "message": "is missing: give it",
                     *           "value": null
                     *         }
                     *       ],
                     *       "request_id": "0198c0de-0000-7000-8000-00000000000f",
                     *       "status": 422,
                     *       "title": "Fields are wrong",
                     *       "type": "urn:call-campaigns:problem:invalid_fields"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    end_session_api_sessions__session_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0198c0de-0000-7000-8000-00000000000c */
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457); docs/errors.md lists the codes */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "invalid_fields",
                     *       "detail": "Nothing was changed. Mend: /name",
                     *       "errors": [
                     *         {
                     *           "code": "required",
                     *           "field": "/name",
                     *           "message": "is missing: give it",
                     *           "value": null
                     *         }
                     *       ],
                     *       "request_id": "0198c0de-0000-7000-8000-00000000000f",
                     *       "status": 422,
                     *       "title": "Fields are wrong",
                     *       "type": "urn:call-campaigns:problem:invalid_fields"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    concurrency_api_settings_concurrency_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "system_active": 1,
                     *       "system_available": 1,
                     *       "system_limit": 1,
                     *       "system_limit_before_stop": 1,
                     *       "user_active": 1,
                     *       "user_available": 1,
                     *       "user_limit": 1
                     *     }
                     */
                    "application/json": components["schemas"]["Concurrency"];
                };
            };
            /** @description A problem (RFC 9457); docs/errors.md lists the codes */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "invalid_fields",
                     *       "detail": "Nothing was changed. Mend: /name",
                     *       "errors": [
                     *         {
                     *           "code": "required",
                     *           "field": "/name",
                     *           "message": "is missing: give it",
                     *           "value": null
                     *         }
                     *       ],
                     *       "request_id": "0198c0de-0000-7000-8000-00000000000f",
                     *       "status": 422,
                     *       "title": "Fields are wrong",
                     *       "type": "urn:call-campaigns:problem:invalid_fields"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    change_concurrency_api_settings_concurrency_patch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "system_limit": 1
                 *     }
                 */
                "application/json": components["schemas"]["SystemLimitBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "system_active": 1,
                     *       "system_available": 1,
                     *       "system_limit": 1,
                     *       "system_limit_before_stop": 1,
                     *       "user_active": 1,
                     *       "user_available": 1,
                     *       "user_limit": 1
                     *     }
                     */
                    "application/json": components["schemas"]["Concurrency"];
                };
            };
            /** @description Calls about to start still may */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "system_active": 1,
                     *       "system_available": 1,
                     *       "system_limit": 1,
                     *       "system_limit_before_stop": 1,
                     *       "user_active": 1,
                     *       "user_available": 1,
                     *       "user_limit": 1
                     *     }
                     */
                    "application/json": components["schemas"]["Concurrency"];
                };
            };
            /** @description A problem (RFC 9457); docs/errors.md lists the codes */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "invalid_fields",
                     *       "detail": "Nothing was changed. Mend: /name",
                     *       "errors": [
                     *         {
                     *           "code": "required",
                     *           "field": "/name",
                     *           "message": "is missing: give it",
                     *           "value": null
                     *         }
                     *       ],
                     *       "request_id": "0198c0de-0000-7000-8000-00000000000f",
                     *       "status": 422,
                     *       "title": "Fields are wrong",
                     *       "type": "urn:call-campaigns:problem:invalid_fields"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    users_api_users_get: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before */
                cursor?: string | null;
                /** @description the one who has this address, whatever its case */
                email?: string | null;
                limit?: number;
                /** @description newest first */
                sort?: "-created_at";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "allowed_countries": [
                     *             "…"
                     *           ],
                     *           "concurrent_calls_limit": 1,
                     *           "created_at": "2025-10-09T03:30:00Z",
                     *           "default_country": "IN",
                     *           "email": "asha@example.com",
                     *           "id": "0198c0de-0000-7000-8000-000000000001",
                     *           "name": "Asha Rao",
                     *           "role": "member",
                     *           "suspended": false,
                     *           "timezone": "Asia/Kolkata",
                     *           "weight": 1
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["Page_User_"];
                };
            };
            /** @description A problem (RFC 9457); docs/errors.md lists the codes */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "invalid_fields",
                     *       "detail": "Nothing was changed. Mend: /name",
                     *       "errors": [
                     *         {
                     *           "code": "required",
                     *           "field": "/name",
                     *           "message": "is missing: give it",
                     *           "value": null
                     *         }
                     *       ],
                     *       "request_id": "0198c0de-0000-7000-8000-00000000000f",
                     *       "status": 422,
                     *       "title": "Fields are wrong",
                     *       "type": "urn:call-campaigns:problem:invalid_fields"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    register_user_api_users_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body again within 24 h give the first answer again, and do nothing */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "allowed_countries": [
                 *         "IN"
                 *       ],
                 *       "concurrent_calls_limit": 1,
                 *       "default_country": "IN",
                 *       "email": "asha@example.com",
                 *       "name": "Asha Rao",
                 *       "password": "a sentence that only I know",
                 *       "role": "member",
                 *       "timezone": "Asia/Kolkata"
                 *     }
                 */
                "application/json": components["schemas"]["NewUserBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "allowed_countries": [
                     *         "…"
                     *       ],
                     *       "api_key": "cc_Zm9yIGRvY3VtZW50YXRpb24gb25seSwgb3BlbnMgbm8",
                     *       "concurrent_calls_limit": 1,
                     *       "created_at": "2025-10-09T03:30:00Z",
                     *       "default_country": "IN",
                     *       "email": "asha@example.com",
                     *       "id": "0198c0de-0000-7000-8000-000000000001",
                     *       "name": "Asha Rao",
                     *       "role": "member",
                     *       "suspended": false,
                     *       "timezone": "Asia/Kolkata",
                     *       "weight": 1
                     *     }
                     */
                    "application/json": components["schemas"]["RegisteredUser"];
                };
            };
            /** @description A problem (RFC 9457); docs/errors.md lists the codes */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "invalid_fields",
                     *       "detail": "Nothing was changed. Mend: /name",
                     *       "errors": [
                     *         {
                     *           "code": "required",
                     *           "field": "/name",
                     *           "message": "is missing: give it",
                     *           "value": null
                     *         }
                     *       ],
                     *       "request_id": "0198c0de-0000-7000-8000-00000000000f",
                     *       "status": 422,
                     *       "title": "Fields are wrong",
                     *       "type": "urn:call-campaigns:problem:invalid_fields"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    change_user_api_users__user_id__patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0198c0de-0000-7000-8000-000000000001 */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "allowed_countries": [
                 *         "IN"
                 *       ],
                 *       "concurrent_calls_limit": 1,
                 *       "default_country": "IN",
                 *       "email": "asha@example.com",
                 *       "name": "Asha Rao",
                 *       "password": "a sentence that only I know",
                 *       "role": "member",
                 *       "suspended": false,
                 *       "timezone": "Asia/Kolkata",
                 *       "weight": 1
                 *     }
                 */
                "application/json": components["schemas"]["UserChangeBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "allowed_countries": [
                     *         "…"
                     *       ],
                     *       "concurrent_calls_limit": 1,
                     *       "created_at": "2025-10-09T03:30:00Z",
                     *       "default_country": "IN",
                     *       "email": "asha@example.com",
                     *       "id": "0198c0de-0000-7000-8000-000000000001",
                     *       "name": "Asha Rao",
                     *       "role": "member",
                     *       "suspended": false,
                     *       "timezone": "Asia/Kolkata",
                     *       "weight": 1
                     *     }
                     */
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description A problem (RFC 9457); docs/errors.md lists the codes */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "invalid_fields",
                     *       "detail": "Nothing was changed. Mend: /name",
                     *       "errors": [
                     *         {
                     *           "code": "required",
                     *           "field": "/name",
                     *           "message": "is missing: give it",
                     *           "value": null
                     *         }
                     *       ],
                     *       "request_id": "0198c0de-0000-7000-8000-00000000000f",
                     *       "status": 422,
                     *       "title": "Fields are wrong",
                     *       "type": "urn:call-campaigns:problem:invalid_fields"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    issue_link_api_users__user_id__sign_in_links_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body again within 24 h give the first answer again, and do nothing */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @example 0198c0de-0000-7000-8000-000000000001 */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "expires_at": "2025-10-09T03:30:00Z",
                     *       "id": "0198c0de-0000-7000-8000-000000000001",
                     *       "token": "Zm9yIGRvY3VtZW50YXRpb24gb25seSwgb3BlbnMgbm8",
                     *       "user_id": "0198c0de-0000-7000-8000-000000000001"
                     *     }
                     */
                    "application/json": components["schemas"]["SignInLink"];
                };
            };
            /** @description A problem (RFC 9457); docs/errors.md lists the codes */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "invalid_fields",
                     *       "detail": "Nothing was changed. Mend: /name",
                     *       "errors": [
                     *         {
                     *           "code": "required",
                     *           "field": "/name",
                     *           "message": "is missing: give it",
                     *           "value": null
                     *         }
                     *       ],
                     *       "request_id": "0198c0de-0000-7000-8000-00000000000f",
                     *       "status": 422,
                     *       "title": "Fields are wrong",
                     *       "type": "urn:call-campaigns:problem:invalid_fields"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
}
