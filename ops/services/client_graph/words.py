"""The vocabulary of invented clients: how the communities who buy in India and the UAE are named.

No list is of real people. E-mail domains end in `.example`, which nobody can own.
"""

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class People:
    """How families of one community are named, and where they live.

    `middle` says what stands between the two names: a father's name, an initial, `Singh` or
    `Kaur`, or nothing. `share` weighs the community among all.
    """

    nationality: str
    language: str
    share: float
    middle: str
    homes: tuple[str, ...]
    families: tuple[str, ...]
    men: tuple[str, ...]
    women: tuple[str, ...]


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.replace("_", " ") for word in text.split())


GUJARATI = People(
    "IN", "gu", 0.13, "father", ("Mumbai", "Ahmedabad", "Surat", "Dubai", "London"),
    _words("""Shah Mehta Patel Parekh Zaveri Desai Kothari Dalal Sanghvi Doshi Gandhi Vora Trivedi
    Bhatt Dave Joshi Pandya Amin Modi Kapadia Jhaveri Choksi Sheth Ajmera Vakharia Khandwala"""),
    _words("""Hitesh Nirav Jignesh Ketan Chirag Bhavin Mitul Parth Hardik Dhaval Kunal Jayesh Mukund
    Bharat Dinesh Harsh Vipul Sandip Tejas Nimesh Rakesh Amit Darshan Mehul"""),
    _words("""Hetal Krupa Falguni Dimple Riddhi Kinjal Urvi Bhumika Jinal Komal Nisha Dhara Avani
    Payal Sejal Toral Foram Mansi Khushbu Palak Rinku Chaitali Bijal Heena"""),
)  # fmt: skip
MARWARI = People(
    "IN", "hi", 0.12, "", ("Mumbai", "Kolkata", "New Delhi", "Jaipur", "Dubai"),
    _words("""Agarwal Bajoria Jhunjhunwala Poddar Kanoria Khaitan Saraf Maheshwari Goenka Ruia
    Lohia Mittal Bansal Garg Gupta Singhania Dalmia Kedia Tibrewal Modi Somani Rathi Mundhra
    Daga Bagri Periwal Jalan Kejriwal"""),
    _words("""Anuj Saurabh Mukesh Vineet Raghav Nikhil Abhishek Pawan Vivek Sanjeev Rajesh Manish
    Gaurav Aditya Ashok Sushil Prateek Varun Umesh Alok Mayank Siddharth Yash Naveen"""),
    _words("""Ritu Shweta Kavita Nidhi Sakshi Rashmi Anjali Preeti Sunita Neha Shikha Pallavi
    Madhu Archana Swati Priyanka Vandana Aditi Megha Ruchi Sonal Seema Isha Garima"""),
)  # fmt: skip
PUNJABI = People(
    "IN", "pa", 0.11, "faith", ("New Delhi", "Gurugram", "Chandigarh", "Dubai", "London"),
    _words("""Chadha Walia Sodhi Ahluwalia Grewal Sandhu Kohli Anand Kapoor Khanna Malhotra Mehra
    Sethi Bhatia Arora Chawla Suri Sahni Bedi Gill Dhillon Sidhu Bajwa Oberoi Talwar Nanda"""),
    _words("""Harpreet Gurdeep Jaspal Manav Karan Angad Rajbir Simran Arjun Rohan Vikram Sahil Kabir
    Amandeep Jatin Gagan Ranbir Inder Kanwar Tejinder Mohit Sumit Dev Uday"""),
    _words("""Jasleen Navneet Gurleen Amrit Mehak Puneet Harleen Tarana Simrat Manpreet Kiran
    Ridhima
    Naina Tanya Rhea Ishita Jasmine Aarti Sonia Monica Divya Poonam Radhika Gurpreet"""),
)  # fmt: skip
TAMIL = People(
    "IN", "ta", 0.08, "initial", ("Chennai", "Bengaluru", "Coimbatore", "Singapore", "Dubai"),
    _words("""Subramanian Natarajan Krishnan Sundaram Chettiar Ramaswamy Venkatesan Raghavan Iyer
    Iyengar Mudaliar Rajagopalan Srinivasan Parthasarathy Balasubramanian Murugan Annamalai
    Thiagarajan Muthukumar Viswanathan Seshadri Ganesan"""),
    _words("""Karthik Arvind Ganesh Murali Senthil Prakash Ashwin Vignesh Ramesh Sriram Bala Dinesh
    Mani Kumaran Harish Vasanth Anand Gokul Suresh Hari Pradeep Vijay"""),
    _words("""Lakshmi Revathi Meenakshi Vidya Deepa Janani Sowmya Padma Kamala Radha Aishwarya
    Nithya
    Priya Kavitha Anuradha Sudha Usha Geetha Malathi Shanthi Hema Bhavani"""),
)  # fmt: skip
MALAYALI = People(
    "IN", "ml", 0.07, "initial", ("Kochi", "Dubai", "Abu Dhabi", "Bengaluru", "Sharjah"),
    _words("""Menon Nair Kurian Varghese Thomas Pillai Mathew Jacob Panicker Kurup Warrier Cherian
    Philip Zachariah Chacko Namboothiri Unnithan Eapen Joseph Abraham Koshy Ninan"""),
    _words("""Roy Binoy Ajith Suresh Jithin Sajan Vinod George Anil Biju Rajeev Santosh Manoj
    Sunil Jose Tony Alex Renjith Sreejith Pradeep Shaji Vishnu"""),
    _words("""Asha Reena Sheela Anu Leena Divya Mini Parvathy Bindu Jaya Sreeja Latha Smitha Rekha
    Ann Susan Mary Gayathri Lekha Nimmy Resmi Athira"""),
)  # fmt: skip
BENGALI = People(
    "IN", "bn", 0.06, "", ("Kolkata", "Mumbai", "Bengaluru", "New Delhi", "Singapore"),
    _words("""Banerjee Sengupta Mukherjee Ghosh Bose Chatterjee Dasgupta Lahiri Ganguly Sen Mitra
    Dutta Roy Chakraborty Basu Bhattacharya Majumdar Sarkar Guha Nandi Saha Biswas"""),
    _words("""Arnab Sourav Debashish Subir Anirban Ronojoy Tathagata Kaushik Abhijit Partha Indranil
    Joydeep Sandip Arindam Shubho Pinaki Amitava Rajat Siddhartha Ritwik Soumen Dipankar"""),
    _words("""Sharmila Mitali Paroma Rituparna Sreemoyee Indrani Tania Madhumita Debjani Sudeshna
    Moumita Ananya Piyali Koel Sharmistha Nandini Aparna Susmita Bidisha Rupa Oindrila
    Tanushree"""),
)  # fmt: skip
MARATHI = People(
    "IN", "mr", 0.10, "father", ("Pune", "Mumbai", "Nashik", "Thane", "Bengaluru"),
    _words("""Kulkarni Joshi Patwardhan Bhide Sathe Gokhale Phadke Deshmukh Patil Pawar Jadhav
    Deshpande Apte Ranade Chavan Shinde More Gaikwad Kale Limaye Tendolkar Sawant Naik Kadam"""),
    _words("""Nitin Nilesh Mandar Amol Prasad Rohit Shantanu Milind Sachin Ajinkya Sameer Hemant
    Avinash Prashant Girish Swapnil Aniket Vaibhav Yogesh Mahesh Omkar Tushar Kedar Chinmay"""),
    _words("""Manasi Ashwini Sneha Tejaswini Gauri Mrunal Vaishali Ketaki Amruta Rucha Sayali
    Madhura Pooja Snehal Supriya Rutuja Mugdha Vrushali Shruti Neelam Anagha Aparna Ila Varsha"""),
)  # fmt: skip
TELUGU = People(
    "IN", "te", 0.09, "initial", ("Hyderabad", "Vijayawada", "Bengaluru", "Jersey City", "Dubai"),
    _words("""Reddy Rao Chowdary Naidu Varma Kakarla Yarlagadda Vemuri Gadde Kodali Nallamothu
    Boppana Maddineni Alluri Penumetcha Devineni Tummala Koneru Mantena Gottipati Raju Prasad"""),
    _words("""Sridhar Kiran Phani Ravi Venkat Madhav Srinivas Teja Ramana Krishna Chaitanya Vamsi
    Satish Naresh Pavan Rajasekhar Harsha Sai Kalyan Mahender Vivek Anudeep"""),
    _words("""Swathi Sunitha Haritha Madhavi Lavanya Sirisha Anusha Jyothi Kalpana Sravani Deepthi
    Mounika Ramya Sushma Vasudha Himabindu Keerthi Sandhya Aruna Tejaswi Rajani Manjula"""),
)  # fmt: skip
SINDHI = People(
    "IN", "sd", 0.05, "", ("Dubai", "Mumbai", "Pune", "Singapore", "London"),
    _words("""Advani Bhojwani Lalwani Mirchandani Daswani Vaswani Chugani Melwani Hiranandani
    Motwani Thadani Ramchandani Kriplani Jethwani Punjabi Sajnani Gidwani Nihalani"""),
    _words("""Haresh Deepak Ramesh Gul Vijay Sunder Prem Kamal Mahesh Lachman Suresh Manoj Kishore
    Ajay Nitin Jai Vishal Rajan"""),
    _words("""Kanta Renuka Sarla Bhavna Maya Juhi Roma Jyoti Kavita Rekha Lavina Anita Natasha
    Karishma Shanta Rani Vinita Pinky"""),
)  # fmt: skip
URDU = People(
    "IN", "ur", 0.06, "", ("Hyderabad", "Mumbai", "Sharjah", "Lucknow", "Dubai"),
    _words("""Kazi Qureshi Ansari Merchant Baig Hashmi Rizvi Contractor Khan Sheikh Syed Siddiqui
    Farooqui Mirza Lokhandwala Memon Patel Shaikh Zaidi Pasha"""),
    _words("""Imran Faisal Adnan Zaid Salman Arif Rehan Junaid Aamir Bilal Farhan Nadeem Sohail
    Tariq Usman Wasim Yusuf Asif Danish Hamza"""),
    _words("""Sana Ayesha Nazneen Zoya Rukhsar Mehnaz Alia Tasneem Farah Hina Nusrat Saba Shabana
    Zainab Rubina Yasmin Asma Lubna Mariam Sadia"""),
)  # fmt: skip
GOAN = People(
    "IN", "en", 0.03, "", ("Mumbai", "Panaji", "London", "Dubai", "Pune"),
    _words("""D'Souza Fernandes Pereira Rodrigues Lobo Pinto Mascarenhas Noronha D'Mello Gonsalves
    Menezes Coutinho D'Sa Saldanha Rebello Carvalho"""),
    _words("""Melvin Savio Ashley Kevin Russell Glen Conrad Aaron Leon Ivan Brian Clive Denzil
    Errol Nigel Trevor"""),
    _words("""Rochelle Sharon Michelle Anita Karen Lorraine Priscilla Nadine Ingrid Melissa Valerie
    Yvonne Charmaine Delia Flavia Joanne"""),
)  # fmt: skip
EMIRATI = People(
    "AE", "ar", 0.04, "father", ("Abu Dhabi", "Dubai", "Sharjah"),
    _words("""Al_Mansoori Al_Suwaidi Al_Ketbi Al_Falasi Al_Hammadi Al_Zaabi Al_Shamsi Al_Mazrouei
    Al_Nuaimi Al_Blooshi Al_Dhaheri Al_Marri Al_Muhairi Al_Tayer Al_Qubaisi Al_Rumaithi"""),
    _words("""Khalid Rashid Majid Sultan Hamad Obaid Saeed Yousef Ahmed Mohammed Abdulla Saif
    Humaid Salem Juma Mansoor"""),
    _words("""Mariam Hessa Shamma Latifa Noura Alyazia Moza Fatima Aisha Maitha Shaikha Reem
    Salama Afra Amna Khawla"""),
)  # fmt: skip
LEVANTINE = People(
    "LB", "ar", 0.03, "", ("Dubai", "Abu Dhabi", "London"),
    _words("""Haddad Khoury Nassar Sabbagh Aoun Tannous Rahme Daher Saade Chahine Fakhoury Gemayel
    Haidar Kanaan Maalouf Sleiman"""),
    _words("""Karim Ziad Fadi Bassam Elie Nabil Rami Tarek Georges Jad Marwan Samir Walid Imad
    Hadi Omar"""),
    _words("""Nadine Rania Carla Maya Lara Joumana Hala Zeina Dana Ghada Layal Mireille Nour Rima
    Sirine Yara"""),
)  # fmt: skip
BRITISH = People(
    "GB", "en", 0.03, "", ("Dubai", "London", "Abu Dhabi"),
    _words("""Hartley Whitcombe Prescott Fairbairn Ashworth Langley Thornton Mercer Pemberton
    Hollis Radcliffe Sutcliffe Beaumont Kingsley Marlowe Wainwright"""),
    _words("""Oliver James Simon Andrew Hugh Marcus Giles Rupert Daniel Edward Nicholas Patrick
    Stephen Timothy Alastair Duncan"""),
    _words("""Charlotte Emma Lucy Harriet Fiona Claire Imogen Alison Victoria Sophie Rebecca
    Georgina Helen Philippa Rachel Tessa"""),
)  # fmt: skip
COMMUNITIES = (
    GUJARATI, MARWARI, PUNJABI, TAMIL, MALAYALI, BENGALI, MARATHI, TELUGU, SINDHI, URDU, GOAN,
    EMIRATI, LEVANTINE, BRITISH,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class City:
    """Where clients live: region, country, how postal codes begin, and neighbourhoods."""

    region: str
    country: str
    postal: str
    localities: tuple[str, ...]


CITIES = {
    "Mumbai": City("Maharashtra", "IN", "4000", _words(
        "Worli Malabar_Hill Bandra_West Juhu Powai Cuffe_Parade Prabhadevi Khar_West")),
    "Pune": City("Maharashtra", "IN", "4110", _words(
        "Koregaon_Park Boat_Club_Road Kalyani_Nagar Baner Aundh")),
    "Nashik": City("Maharashtra", "IN", "4220", _words("Gangapur_Road College_Road")),
    "Thane": City("Maharashtra", "IN", "4006", _words("Ghodbunder_Road Hiranandani_Meadows")),
    "Ahmedabad": City("Gujarat", "IN", "3800", _words("Bodakdev Satellite Ambli Thaltej")),
    "Surat": City("Gujarat", "IN", "3950", _words("Vesu Athwa_Lines Piplod")),
    "Kolkata": City("West Bengal", "IN", "7000", _words("Alipore Ballygunge New_Alipore Rajarhat")),
    "New Delhi": City("Delhi", "IN", "1100", _words(
        "Vasant_Vihar Greater_Kailash Golf_Links Defence_Colony Panchsheel_Park")),
    "Gurugram": City("Haryana", "IN", "1220", _words("DLF_Phase_2 Golf_Course_Road Sector_54")),
    "Chandigarh": City("Chandigarh", "IN", "1600", _words("Sector_9 Sector_5")),
    "Jaipur": City("Rajasthan", "IN", "3020", _words("C_Scheme Civil_Lines Malviya_Nagar")),
    "Lucknow": City("Uttar Pradesh", "IN", "2260", _words("Gomti_Nagar Hazratganj")),
    "Chennai": City("Tamil Nadu", "IN", "6000", _words("Boat_Club Alwarpet Adyar Nungambakkam")),
    "Coimbatore": City("Tamil Nadu", "IN", "6410", _words("Race_Course RS_Puram")),
    "Bengaluru": City("Karnataka", "IN", "5600", _words(
        "Indiranagar Koramangala Sadashivanagar Whitefield Hebbal")),
    "Kochi": City("Kerala", "IN", "6820", _words("Panampilly_Nagar Marine_Drive Kadavanthra")),
    "Hyderabad": City("Telangana", "IN", "5000", _words(
        "Jubilee_Hills Banjara_Hills Gachibowli Kokapet")),
    "Vijayawada": City("Andhra Pradesh", "IN", "5200", _words("Benz_Circle Labbipet")),
    "Panaji": City("Goa", "IN", "4030", _words("Altinho Dona_Paula Miramar")),
    "Dubai": City("Dubai", "AE", "", _words(
        "Dubai_Marina Palm_Jumeirah Arabian_Ranches Emirates_Hills Jumeirah Al_Barsha")),
    "Abu Dhabi": City("Abu Dhabi", "AE", "", _words(
        "Al_Bateen Saadiyat_Island Al_Reem Yas_Island")),
    "Sharjah": City("Sharjah", "AE", "", _words("Al_Majaz Al_Khan Muwaileh")),
    "London": City("England", "GB", "W1", _words("Mayfair Harrow Kensington Wembley")),
    "Singapore": City("", "SG", "2", _words("Orchard Bukit_Timah East_Coast")),
    "Jersey City": City("New Jersey", "US", "0730", _words("Newport Exchange_Place")),
}  # fmt: skip

OCCUPATIONS = (
    "Managing director", "Chartered accountant", "Cardiologist", "Diamond trader", "Founder",
    "Fund manager", "Film producer", "Architect", "Senior partner", "Textile exporter",
    "Investment banker", "Orthopaedic surgeon", "Software executive", "Hotelier", "Pilot",
    "Commodity trader", "Advocate", "Jeweller", "Airline executive", "Interior designer",
    "Vice president, engineering", "Family office", "Restaurateur", "Civil contractor",
)  # fmt: skip
TRADES = (
    "Capital", "Diamonds", "Exports", "Textiles", "Foods", "Hospitality", "Infra", "Logistics",
    "Pharma", "Systems", "Ventures", "Jewels", "Shipping", "Metals", "Media", "Agro",
)  # fmt: skip
FORMS = {"IN": ("Private Limited", "LLP", "& Sons"), "AE": ("LLC", "FZE", "Trading LLC")}
MAILS = ("gmail", "gmail", "gmail", "yahoo", "outlook", "rediff", "icloud", "hotmail")
TAGS = ("sea view", "vaastu", "NRI", "referral", "repeat buyer", "school run", "rental yield")
SPELLINGS = (
    ("aa", "a"), ("ee", "i"), ("oo", "u"), ("sh", "s"), ("th", "t"), ("v", "w"), ("w", "v"),
    ("ph", "f"), ("ch", "chh"), ("z", "j"), ("y", "i"), ("i", "ee"), ("u", "oo"), ("t", "th"),
)  # fmt: skip


def often_the_first(dice: Random, words: tuple[str, ...]) -> str:
    """Pick a word, early ones far more often than late ones, as names of people are spread."""
    return words[int(len(words) * dice.random() ** 1.7)]
