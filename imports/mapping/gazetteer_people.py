"""Given names and words of callings: what tells a person's name from a title, a town or a firm."""

from typing import Final

from imports.mapping.folding import word_set

# The commonest in India, the Gulf, Europe and the Americas; a column of people holds several.
GIVEN_NAMES: Final = word_set("""
    aarav aarti aditi aditya ajay akash akshay amit amita amol amrita anand ananya anil anita
    anjali ankit ankita ankur anushka aparna archana arjun arun aruna asha ashish ashok ashwin
    avinash ayesha bhavna bhavesh chetan darshan deepa deepak deepika devendra dhruv dinesh
    divya farah faisal faizan ganesh gaurav gauri geeta girish gopal gurpreet hardik harish
    harpreet harsh hemant imran ishaan jatin jaya jayesh jyoti kajal kamal karan karthik kavita
    kavya ketan kiran kishore komal krishna kunal lakshmi lalit lata madhuri mahesh manish
    manisha manoj mayank meena meenakshi meera megha milind mohit mukesh namrata nandini naveen
    neeraj neha nidhi nikhil nilesh nisha nitin pallavi pankaj parth payal pooja prachi pradeep
    prakash pramod pranav prashant pratik praveen preeti prerna priti priya priyanka rachna
    radha rahul raj rajan rajat rajeev rajesh rajiv raju rakesh ram raman ramesh rashmi ravi
    reena rekha renu ritu riya rohan rohit roshni ruchi rupali sachin sagar sameer sandeep
    sandhya sangeeta sanjay sanjeev santosh sarita satish saurabh savita seema shalini shankar
    shashi shilpa shivani shreya shruti shubham shweta siddharth simran smita sneha sonal sonia
    srinivas subhash sudha sudhir sujata sumit sunil sunita suraj suresh sushma swapnil swati
    tanvi tarun tejas tushar uday uma umesh usha vaibhav vandana varsha varun vasant venkatesh
    vidya vijay vikas vikram vinay vineet vinod vipul vishal vivek yash yogesh aamir abbas
    abdallah abdul abdulaziz abdullah adel ahmad ahmed aisha ali aliya alia amal amina amir
    amira anas asma aziz bilal dalia dana fahad fahd fatima fatma fadi ghada hadi hala hamad
    hamdan hamid hana hanan hassan hasan haya hessa huda hussain hussein ibrahim iman ismail
    jamal jamila jassim karim khadija khaled khalid khalifa laila lama latifa layla leila lina
    lubna maha mahmoud majid malik mansour mariam maryam mona mohamed mohammad mohammed muhammad
    munir musa mustafa nada nadia najla nasser noor noora nora nour noura omar osama qasim rami
    rana rania rasha rashid reem rima saad saeed saif salah salim salma salman sami samir samira
    sana sara sarah saud shaikha shamma sultan tamer tariq waleed walid yasmin yasser youssef
    yousef yusuf zahra zain zainab zayed zeinab adam alan alex alexander alice alison amanda amy
    andrea andrew angela anna anne anthony barbara ben benjamin beth brian carol caroline
    catherine charles charlotte chloe chris christian christina christine christopher claire
    clare craig daniel danielle david deborah dennis diana donald donna dorothy edward elena
    elizabeth ella emily emma eric erik eva evelyn frank gareth gary george gemma grace graham
    greg gregory hannah harriet harry heather heidi helen henry ian isabel isabella jack jacob
    james jane janet jason jean jeffrey jennifer jenny jeremy jessica jim joan joanna joe john
    jonathan joseph joshua julia julie justin karen kate katherine katie keith kelly kenneth
    kevin kimberly laura lauren lena lewis liam linda lisa louise lucas lucy luke margaret maria
    marie mark martin mary matthew max megan melissa mia michael michelle mike nancy natalie
    nathan neil nicholas nicola nicole noah oliver olivia oscar pamela patricia patrick paul
    peter philip rachel rebecca richard robert robin roger ronald ruth ryan sam samantha samuel
    sandra scott sean sharon simon sophia sophie stephanie stephen steve steven stuart susan
    thomas tim timothy tom tracy vanessa william zoe agnes alain alessandro alejandro alfonso
    alvaro ana andreas andrei angel anton antoine antonio beatriz birgit bruno camille carla
    carlos carmen cecile chantal chiara clara claude claudia cristina dieter dimitri dirk
    dominik eduardo elke emilio enrique estelle fabian federica felipe felix fernando florian
    francesca francesco francisco francois frederic friedrich gabriel gerard giorgio giovanni
    giulia giuseppe gonzalo gunther guillaume hans helga heike heinz helene hugo ines ingrid
    irina isabelle ivan javier jens jerome joao joaquin jorge jose josef juan julien jurgen karl
    karin katharina katja klaus laurent lorenzo luca luis luisa manfred manon manuel marc marco
    marcos mario markus marta mateo matteo matthias mathieu maurice miguel monica monika
    nathalie natalia nicolas olga olivier pablo paola paolo pascal paulo pedro petra philippe
    pierre rafael raquel ralf remi renate ricardo roberto rolf rosa sabine sebastian sergei
    sergio silvia sofia stefan stefanie stephane sven svetlana sylvie tatiana teresa therese
    thierry thorsten torsten ulrich ulrike ursula uwe valentina vincent vladimir werner wolfgang
    yves xavier
""")

# A word of these makes a cell a title of work in six languages.
JOB_WORDS: Final = word_set("""
    accountant actor actuary advisor advocate agent analyst architect artist assistant associate
    attorney auditor banker barrister broker businessman businessperson businesswoman captain
    ceo cfo chairman chairperson chef chief clerk cmo coach commissioner consultant contractor
    controller coo coordinator cpo cto dean dentist designer developer director doctor driver
    economist editor electrician employed engineer entrepreneur executive farmer filmmaker founder
    cofounder freelancer geologist head homemaker housewife inspector instructor intern
    jeweller journalist judge lawyer lead lecturer librarian machinist manager marketer mechanic
    merchant musician nurse officer operator owner partner pharmacist photographer physician pilot
    planner plumber police president principal producer professor programmer promoter proprietor
    psychologist receptionist recruiter representative researcher retired salaried salesman
    salesperson scientist secretary selfemployed shopkeeper singer solicitor specialist student
    superintendent supervisor surgeon surveyor teacher technician teller therapist trader trainer
    translator treasurer trustee tutor underwriter veterinarian vp avp svp evp writer
    geschaftsfuhrer geschaftsfuhrerin leiter leiterin ingenieur ingenieurin arzt arztin anwalt
    anwaltin rechtsanwalt steuerberater lehrer lehrerin rentner rentnerin angestellter angestellte
    beamter beamtin selbststandig vorstand prokurist student inhaber makler kaufmann kauffrau
    directeur directrice gerant gerante ingenieure medecin avocat avocate enseignant enseignante
    professeur comptable retraite retraitee infirmier infirmiere commercante commercant artisan
    cadre employe employee fonctionnaire responsable notaire pharmacien chef architecte
    gerente directora ingeniero ingeniera medico medica abogado abogada profesor profesora contador
    contable jubilado jubilada empresario empresaria enfermero enfermera arquitecto arquitecta
    comerciante empleado empleada autonomo autonoma funcionario funcionaria
    direttore direttrice ingegnere avvocato avvocata insegnante impiegato impiegata pensionato
    imprenditore imprenditrice commercialista architetto dirigente
    diretor diretora engenheiro engenheira advogado advogada professora empresaria aposentado
    bedrijfsleider directeur ingenieur advocaat leraar huisarts
""")
