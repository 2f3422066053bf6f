"""English names of columns of companies, deals and activities."""

PHRASES = {
    # companies
    "account.name": """
        ledger, ledger name, name of ledger, party, party name, firm, society name, name of society,
        name of firm, name of company, mailing name, name of party, entity name, institution,
        name, company name, account name, company, organization name, organization,
        business name, legal name, firm name, account, developer name, developer, builder name,
        builder, agency name, customer name, client name, registered name, trading name,
        vendor name, supplier name, partner name, brand name, display name, full name, customer,
        client, partner, legal business name, company legal name, title, employer,
        corporate name, channel partner name, cp name""",
    "account.phone": """
        phone, company phone, main phone, office phone, hq phone, business phone, primary phone,
        telephone""",
    "website": """
        company domain name, website domain, company homepage, corporate website, email domain,
        organization website, root domain, company web page, domains, domain names""",
    "account.industry": """
        industry, sector, vertical, industry type, business sector, line of business,
        primary industry, industry name, business type, industry group, market segment,
        sic description, naics description, field of business, nature of business, industry id,
        industry sector, main industry, branch""",
    "account.type": """
        type, account type, company type, organization type, customer type, relationship,
        relationship type, category, account category, client type, partner type,
        classification, company category, category type, account classification, contact type,
        customer group, supplier type""",
    "account.employee_count": """
        employees, number of employees, no of employees, employee count, company size,
        headcount, staff count, total employees, staff, size, employee range, team size,
        number of staff, company headcount, employees range, workforce, employee size,
        num employees, no of staff, company employee count, employee total, employees count""",
    "account.annual_revenue": """
        annual revenue, revenue, turnover, annual turnover, yearly revenue, sales volume,
        annual sales, total revenue, estimated annual revenue, revenue range, company revenue,
        sales turnover, annual revenue inr, annual revenue usd, estimated revenue,
        yearly turnover, turnover in cr""",
    "account.parent": """
        parent company, parent account, parent organization, parent, parent account name,
        parent company name, group company, holding company, ultimate parent, member of,
        parent id name, belongs to, parent name, parent organization name, parent group,
        subsidiary of,
        parent network, parent sales account, parent brand, parent firm, umbrella company,
        ultimate parent company
        name, ultimate parent company""",
    "account.description": """
        description, about, about us, company description, notes, overview, profile,
        company notes, bio, summary, short description, account description, background""",
    "account.street": """
        address, full address, company address, registered office, office address,
        head office address, hq address, registered office address, billing address,
        headquarters address, registered address, location address""",
    "account.city": """
        headquarters, head office city, hq city, headquarters city, company city, location""",
    "account.owner": """
        account owner, company owner, organization owner, key account manager, account manager,
        client partner, account rep""",
    "account.external_id": """
        account number, account no, account code, account reference, company code, customer id,
        customer code, company number internal, cp code, cp id, channel partner code, broker code,
        broker id, agency code, dealer code, firm code, partner id, vendor id, supplier id,
        developer code, ledger code, party code, vendor code, partner code, supplier code""",
    "account.last_activity_at": "last deal activity, last activity date company",
    # deals
    "opportunity.name": """
        name, title, deal name, deal title, opportunity name, opportunity, deal, potential name,
        topic, subject, opportunity title, lead title, lead name, negotiation name, sale name,
        transaction name, project deal name, potential, booking name, contract name,
        pipeline item, item name""",
    "opportunity.external_id": """
        booking number, booking id, booking ref, booking reference, booking form number,
        contract number, contract id, agreement number, order number, sale number,
        sales order number, quote number, quotation number, proposal number, reservation number,
        reservation id, deal number, deal code, deal ref, transaction id, opportunity number,
        opp id""",
    "opportunity.account": """
        sales account, sales account name,
        account, account name, company, company name, organization, organization name,
        associated company, client company, business, account id name, partner company, firm,
        partner id name, potential customer, primary company, associated companies,
        associated company names, related company, customer company, company account""",
    "opportunity.contact": """
        contact, contact name, contact person, primary contact, person, client, client name,
        customer, customer name, buyer, buyer name, associated contact, associated contacts,
        contacts, main contact, related contact, lead contact, person name, customer full name,
        contact full name, contact id name, party name, primary contact name, applicant name,
        purchaser, tenant, tenant name, party, people, purchaser name""",
    "opportunity.amount": """
        amount, value, deal value, deal amount, deal size, price, sale price, sales amount,
        opportunity amount, expected revenue amount, total value, total, contract value,
        monetary value, agreement value, annual rent, rent, yearly rent, monthly rent,
        rental value, lease value, contract amount, sale consideration, consideration value,
        booking amount total, booking value, revenue, total amount, deal price, amount inr,
        amount aed, opportunity value, sale value, expected value, estimated value, est revenue,
        estimated revenue, opportunity size, selling price, planned revenue, expected revenue,
        deal worth, bid amount, price agreed, sale amount, purchase price, worth, budget,
        est value, opportunity revenue, deal value inr, value inr, value aed, value usd,
        amount usd, amount eur, grand total, net amount, expected deal value, expected amount,
        bid, sold price, forecast value, opportunity amount usd, total deal value, unit price,
        transaction value,
        av, agmt value, agr value, agreement val, agreement amount, total consideration,
        basic sale price, bsp, agreed price, net price,
        ticket size, ticket value, deal ticket size, cheque size, check size""",
    "opportunity.stage": """
        stage, deal stage, sales stage, pipeline stage, stage name, opportunity stage,
        potential stage, step, phase, stage id, stage id name, current stage, milestone,
        kanban state stage, column, process stage, deal phase, opportunity phase, sales phase,
        deal step, status stage, list""",
    "opportunity.status": """
        status, deal status, opportunity status, state, won lost, won lost status, outcome,
        result, open closed, is won status, deal state, status reason, current status,
        deal result, win loss status, booking status""",
    "opportunity.pipeline": """
        pipeline, deal pipeline, sales pipeline, pipeline name, process, sales process, funnel,
        opportunity pipeline, board, sales funnel, team pipeline""",
    "opportunity.probability": """
        probability, win probability, deal probability, probability percent, chance, likelihood,
        confidence, win percent, percent, close probability, win likelihood, chance of winning,
        winning probability, success probability, probability of close, percent chance,
        win chance, winning chance, forecast probability, win rate, confidence percent,
        odds, odds of winning, winning odds, odds of closing, how likely, chances""",
    "opportunity.close_date": """
        close date, closing date, expected close date, expected close, estimated close date,
        est close date, closed date, expected closing, expected closing date, closed on, close,
        deal close date, actual close date, won date, closed at, date closed,
        forecast close date, date of closing, estimated closing date, expected booking date,
        booking date, due date, deadline, expected close on, date deadline, close on,
        target close date, closing, forecast date, close time, projected close date,
        expected sale date, closes on, contract date, expected to close, planned close date,
        deal close, sale date, projected closing date, close by, closes by,
        anticipated close date,
        expected by, closing by, close by, closes by, to close by, should close by,
        likely to close by""",
    "opportunity.closed_at": """
        won time, lost time, won at, lost at, won on, lost on, lost date, deal won time,
        deal lost time, won lost date, actual closing date""",
    "opportunity.next_step": """
        next step, next steps, next action, next activity, follow up action, next task,
        next move, to do, next activity summary, activity summary, next action item,
        next activity subject,
        next move, next steps planned""",
    "opportunity.lost_reason": """
        lost reason, closed lost reason, loss reason, reason lost, reason for loss,
        reason lost deal, reason for lost, deal lost reason, lost reason id, lost because,
        close reason, reason closed, lost reason notes, closed reason, reason for losing,
        cancellation reason, closed lost notes, why lost, drop reason, dropped reason,
        cancel reason,
        killed because, died because, dropped because, why killed, why dropped, why dead,
        cancel reason, cancel rsn, reason killed, reason dead, kill reason""",
    "opportunity.created_at": """
        date opened, opened on, open date, start date, date started, add time, opened,
        deal start date, date opened on, opened at, opening date,
        reservation date, rsv dt, rsv date, resv date, reserved on,
        rsvn date, date of reservation""",
    # activities
    "activity.subject": """
        card name, card title,
        subject, title, activity subject, task subject, topic, activity, task, task name,
        event title, event name, name, activity name, activity title, task title, call subject,
        meeting title, summary, subject line, event, heading, to do, engagement title,
        meeting name, short description, call title, email subject, email subject line, agenda,
        regarding""",
    "activity.type": """
        type, activity type, task type, event type, call type, interaction type,
        engagement type, category, kind, communication type, channel, medium, mode,
        activity category, event category, meeting type, activity kind, log type, entry type,
        activity type name, type of activity, mode of communication, task category,
        interaction mode, contact method, object type, record type, visit type, task subtype,
        followup type""",
    "activity.date": """
        date, due date, activity date, start date, start, start time, event date, scheduled at,
        scheduled date, due, due on, meeting date, call date, call start time, date due,
        date start, start date time, when, scheduled on, due date only, occurred at,
        occurred on, date and time, datetime, date time, scheduled start, begin date,
        activity timestamp, task due date, visit date, interaction date, site visit date,
        completed date, completed on, call time, timestamp, start date and time, due at,
        actual start, date of call, date of visit, date of meeting, event start, deadline,
        planned date, activity due date, date completed, scheduled for, engagement date,
        start datetime, date start time, activity on, call date time, sent at, sent date,
        sent on, date sent""",
    "activity.time": """
        time, due time, activity time, time of day, event time, meeting time, visit time,
        time of call, time of visit, scheduled time, start hour""",
    "activity.duration": """
        duration, call duration, duration minutes, duration in minutes, length,
        duration seconds, duration min, duration mins, talk time, call duration in seconds,
        duration in seconds, call length, minutes, meeting duration, actual duration,
        duration hours, time spent, duration sec, duration hh mm ss, call duration minutes,
        billsec, conversation duration, call duration sec""",
    "activity.direction": """
        direction, call direction, inbound outbound, incoming outgoing, in out, in or out,
        inbound or outbound, call flow, direction of call, message direction,
        incoming or outgoing, email direction, sent received, in outbound""",
    "activity.status": """
        status, activity status, task status, done, completed, is completed, call status, state,
        meeting status, event status, is done, is closed, complete, closed, outcome status,
        call disposition, finished, completion status, done undone, visit status, call state,
        delivery status, is complete, activity done, marked as done,
        answered, missed, picked up, call answered, answered or missed, call picked,
        answered missed, missed answered, business call type, was answered""",
    "activity.body": """
        body, notes, note, comments, comment, description, details, message, content,
        full comments, outcome, call result, result, remarks, call notes, meeting notes,
        summary notes, activity notes, task notes, discussion, text, feedback,
        minutes of meeting, mom, call summary, transcript, note body, activity details, remark,
        call outcome, outcome notes, visit feedback, message body, public description,
        activity description, meeting outcome, email body, call description, task description,
        conversation""",
    "activity.contact": """
        contact, contact name, person, person name, client, client name, customer,
        customer name, lead, lead name, name contact, contact person, who, related contact,
        attendee, attendees, participants, participant, recipient, recipients, receiver, addressee,
        caller, callee, required attendees, invitees, invitee, with, contact email, contact phone,
        customer phone, phone number, phone, email, mobile, caller number, primary contact,
        related lead, contacts, associated contacts, associated contact,
        associated contact names, prospect, prospect name, invitee, guest, guest name, visitor,
        visitor name, buyer name, from, to, regarding contact, who name, party name,
        caller name, called number, contact number, mobile number, caller, people, with whom,
        met with, to number, from number, customer number, buyer, company contact,
        linked contact, client mobile, client email, client phone, email address,
        external number, external party, person met, customer phone number, other party, remote
        party, remote number""",
    "activity.account": """
        sales account, sales account name,
        account, account name, company, company name, organization, organization name,
        associated company, related account, business, company account, customer company,
        associated companies, associated company names, firm, developer, developer name,
        company organization""",
    "activity.opportunity": """
        deal, deal name, deal title, opportunity, opportunity name, related deal,
        related opportunity, associated deal, associated deals, linked deal, potential name,
        what, what name, regarding deal, related to, associated deal names, opportunity title,
        project deal""",
    "activity.owner": """
        owner, assigned to, assigned to user, activity assigned to, task owner, activity owner,
        user, agent, host, organizer, created by user, performed by, done by, logged by, rep,
        sales rep, agent name, called by, made by, event owner, activity assigned to user,
        caller agent, call owner, assigned user, salesperson, sales person, user name,
        conducted by, visited by, meeting host, met by, completed by, responsible,
        responsible user, recorded by, attended by, assignee, call agent, executive, staff,
        employee, author""",
    "activity.created_at": """
        created, created at, created on, date created, created time, create date, created date,
        logged at, logged on, date logged, recorded at, add time, date added, added on,
        date entered, entry date""",
    "activity.external_id": """
        id, activity id, task id, call id, event id, record id, activity number, message id,
        call uuid, engagement id, meeting id, activity code, call number, call sid, note id,
        log id,
        ucid, sid, cdr id, uniqueid, unique call id, call unique id, call ref, call reference""",
}
