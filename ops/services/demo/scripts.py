"""What people say in the demo. `<` comes from the client, `>` from us; {words} are filled in."""

CHATS = (
    (
        "< Hi, saw {project} online. Is a {config} still available?",
        "> Hello {given}, yes. Two are open on the higher floors. Shall I send the floor plan?",
        "< Please. And the price with parking?",
        "> From {price} with two parking spaces. Floor plan and cost sheet are on their way.",
        "< Got it, will discuss at home and revert.",
    ),
    (
        "> Good morning {given}, the {config} at {project} you liked is back on the list.",
        "< Interesting. Which floor?",
        "> 21st, facing the sea. The family releases it for a week.",
        "< Can we see it on Saturday around 11?",
        "> Saturday 11 is confirmed. I will send the car to {market} at 10:30.",
        "< Perfect, thank you.",
    ),
    (
        "< What is the payment plan for {project}?",
        "> 10 on booking, 40 with construction, 50 on possession, {given}.",
        "< Any chance of 20:80?",
        "> For a {config} the developer may agree with an early token. Let me ask.",
        "> They agree to 20:80 if the EOI comes by the end of the month.",
        "< Ok, send me the EOI form.",
    ),
    (
        "< We are travelling till the 15th, please do not call before that",
        "> Noted, {given}. I will be in touch after the 15th.",
        "< Thanks",
    ),
    (
        "> {given}, how did you like {project} yesterday?",
        "< My wife loved the deck. I am worried about the possession date.",
        "> The RERA date has eight months of margin. I can share the construction report.",
        "< Yes please, with photos",
        "> Sent by e-mail just now.",
        "< Good progress. Let us talk about the price next.",
    ),
    (
        "< Is carpet area RERA or including balcony?",
        "> RERA carpet, {area} sq ft. The deck is extra and not charged.",
        "< Loading is too high otherwise. Which banks have approved the project?",
        "> Three banks, among them Coromandel Bank. Shall I introduce you to their desk?",
        "< Yes go ahead",
    ),
    (
        "< Budget is tight, we are looking at other options in {market} too",
        "> Understood. The second phase opens lower. I will keep a {config} in mind for you.",
        "< Do that. Ping me when it opens.",
    ),
    (
        "> The title report of {project} is clear; our lawyer has signed off.",
        "< Excellent. Please coordinate with our CA for the TDS.",
        "> Will do. She has the draft agreement since this morning.",
        "< 👍",
    ),
    (
        "< Can my brother see the sample flat? He decides with me",
        "> Of course. Today 6 pm or tomorrow noon?",
        "< Tomorrow noon",
        "> Done. Ask for me at the reception of {project}.",
    ),
    (
        "< From Dubai it is hard to visit. Do you do a video tour?",
        "> Yes, {given}. Sunday 7 pm your time? I will walk through the {config} live.",
        "< Sunday works. Also want to understand NRI payment from NRE account",
        "> I will bring our NRI desk into the call.",
        "< Great",
    ),
)

CALLS = (
    (
        "connected",
        "Went through the cost sheet of {project}; asked for the price without GST.",
        "price",
    ),
    ("connected", "Wants a {config} above the 15th floor, no north entrance.", "preference"),
    ("connected", "Confirmed the visit; will come with parents.", "visit"),
    ("connected", "Spoke about rental yield in {market}; expects 4 % or more.", "investment"),
    (
        "connected",
        "Loan pre-approval is through; needs the developer's account details.",
        "finance",
    ),
    ("no_answer", "", ""),
    ("no_answer", "", ""),
    ("busy", "In a meeting, asked to be called after 7 pm.", ""),
)

MAILS = (
    (
        "outbound",
        "Cost sheet and floor plan, {project}",
        (
            "Dear {given},\n\nas discussed, please find the cost sheet of the {config} at {project}"
            " from {price}, the floor plan ({area} sq ft RERA carpet) and the payment schedule.\n\n"
            "Warm regards"
        ),
    ),
    (
        "inbound",
        "Re: Cost sheet and floor plan, {project}",
        (
            "Hi,\n\nthanks. Two questions: are club charges included, and when does the lift lobby"
            " get finished? We would like to decide before the end of the month.\n\n{given}"
        ),
    ),
    (
        "outbound",
        "Construction update, {project}",
        (
            "Dear {given},\n\nthe 18th slab was cast last week; photographs are attached. The"
            " facade sample goes up in {market} next month.\n\nWarm regards"
        ),
    ),
    (
        "inbound",
        "Documents for KYC",
        (
            "Please find the PAN and passport copies of both applicants. My CA will call you about"
            " the TDS certificate.\n\n{given}"
        ),
    ),
)

MEETINGS = (
    ("Met at the sales gallery", "Walked the sample {config}. Liked the kitchen, wants a study."),
    ("Meeting with the family", "Parents prefer {market}; the son decides. Next: a second visit."),
    ("Price discussion", "Opened 6 % below the list. We hold until the EOI, then speak again."),
    ("Lawyer's call", "Title and encumbrance certificate explained. No open points."),
)

ENQUIRIES = (
    "Enquiry form: {config} in {market}, budget around {price}.",
    "Downloaded the brochure of {project}.",
    "Asked for a call back about {project}.",
)

NOTES = (
    "Vaastu matters: no kitchen in the north-east.",
    "Prefers WhatsApp after 8 pm; never call during market hours.",
    "Decides together with the elder brother, who lives abroad.",
    "Sold the Lonavala house this summer; funds are free from January.",
    "Wants two adjacent units to join them.",
    "Daughter starts school in June, so possession before then matters.",
    "Has a dog; check the pet policy of the society.",
    "Very private. No marketing photographs, no names at events.",
    "Compares us with a tower in Lower Parel; price is not the point, the view is.",
    "The assistant keeps the diary; write to both.",
)

TASKS = (
    ("call", "Call back about the payment plan"),
    ("whatsapp", "Send the floor plan of {project}"),
    ("visit", "Arrange the second visit to {project}"),
    ("doc", "Collect PAN and passport copies"),
    ("follow_up", "Follow up on the decision about {project}"),
    ("review", "Review the counter-offer with the developer"),
    ("call", "Introduce the home-loan desk"),
    ("doc", "Send the draft agreement to the CA"),
)

FEEDBACK = (
    "Liked the light and the deck; the second bathroom is small.",
    "Wants to come back in the evening to hear the traffic.",
    "Loved it. Asked for the best price on the spot.",
    "Too far from the school run.",
)
