"""Names of the demo's invented clients, by the communities who buy in Mumbai and Dubai."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Community:
    """How families of one community are named, and where they live and work."""

    nationality: str
    language: str
    families: tuple[str, ...]
    men: tuple[str, ...]
    women: tuple[str, ...]
    homes: tuple[str, ...]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


COMMUNITIES = (
    Community(
        "IN",
        "gu",
        _words("Shah Mehta Patel Parekh Zaveri Desai Kothari Dalal"),
        _words("Hitesh Nirav Jignesh Ketan Chirag Bhavin Mitul Parth"),
        _words("Hetal Krupa Falguni Dimple Riddhi Kinjal Urvi Bhumika"),
        ("IN Mumbai Walkeshwar", "IN Ahmedabad Bodakdev", "IN Mumbai Ghatkopar East"),
    ),
    Community(
        "IN",
        "hi",
        _words("Agarwal Bajoria Jhunjhunwala Poddar Kanoria Khaitan Saraf Maheshwari"),
        _words("Anuj Saurabh Mukesh Vineet Raghav Nikhil Abhishek Pawan"),
        _words("Ritu Shweta Kavita Payal Nidhi Sakshi Rashmi Anjali"),
        ("IN Mumbai Malabar Hill", "IN Kolkata Alipore", "IN New Delhi Vasant Vihar"),
    ),
    Community(
        "IN",
        "pa",
        _words("Chadha Walia Sodhi Ahluwalia Grewal Sandhu Kohli Anand"),
        _words("Harpreet Gurdeep Jaspal Manav Karan Angad Rajbir Simran"),
        _words("Jasleen Navneet Gurleen Amrit Mehak Puneet Harleen Tarana"),
        ("IN New Delhi Greater Kailash", "IN Chandigarh Sector 9", "IN Gurugram DLF Phase 2"),
    ),
    Community(
        "IN",
        "ta",
        _words("Subramanian Natarajan Krishnan Sundaram Chettiar Ramaswamy Venkatesan Raghavan"),
        _words("Karthik Arvind Ganesh Murali Senthil Prakash Ashwin Vignesh"),
        _words("Lakshmi Revathi Meenakshi Vidya Deepa Janani Sowmya Padma"),
        ("IN Chennai Boat Club", "IN Bengaluru Indiranagar", "IN Chennai Alwarpet"),
    ),
    Community(
        "IN",
        "ml",
        _words("Menon Nair Kurian Varghese Thomas Pillai Mathew Jacob"),
        _words("Roy Binoy Ajith Suresh Jithin Sajan Vinod George"),
        _words("Asha Reena Sheela Anu Leena Divya Mini Parvathy"),
        ("IN Kochi Panampilly Nagar", "AE Dubai Al Barsha", "IN Bengaluru Koramangala"),
    ),
    Community(
        "IN",
        "bn",
        _words("Banerjee Sengupta Mukherjee Ghosh Bose Chatterjee Dasgupta Lahiri"),
        _words("Arnab Sourav Debashish Subir Anirban Ronojoy Tathagata Kaushik"),
        _words("Sharmila Mitali Paroma Rituparna Sreemoyee Indrani Tania Madhumita"),
        ("IN Kolkata Ballygunge", "IN Mumbai Powai", "IN Kolkata New Alipore"),
    ),
    Community(
        "IN",
        "gu",
        _words("Daruwalla Engineer Batliwala Contractor Wadia Dastur Sethna Bharucha"),
        _words("Cyrus Rustom Farhad Jehangir Zubin Kersi Darius Behram"),
        _words("Zarine Perin Shirin Freny Roshan Dinaz Khorshed Mehroo"),
        ("IN Mumbai Dadar Parsi Colony", "IN Mumbai Cuffe Parade", "IN Pune Boat Club Road"),
    ),
    Community(
        "IN",
        "mr",
        _words("Kulkarni Joshi Patwardhan Bhide Sathe Gokhale Phadke Deshmukh"),
        _words("Nitin Nilesh Mandar Amol Prasad Rohit Shantanu Milind"),
        _words("Manasi Ashwini Sneha Tejaswini Gauri Mrunal Vaishali Ketaki"),
        ("IN Pune Koregaon Park", "IN Mumbai Shivaji Park", "IN Thane Ghodbunder Road"),
    ),
    Community(
        "IN",
        "te",
        _words("Reddy Rao Chowdary Naidu Varma Kakarla Yarlagadda Vemuri"),
        _words("Sridhar Kiran Phani Ravi Venkat Madhav Srinivas Teja"),
        _words("Swathi Sunitha Haritha Madhavi Lavanya Sirisha Anusha Jyothi"),
        ("IN Hyderabad Jubilee Hills", "IN Hyderabad Gachibowli", "US Jersey City Newport"),
    ),
    Community(
        "IN",
        "sd",
        _words("Advani Bhojwani Lalwani Mirchandani Daswani Vaswani Chugani Melwani"),
        _words("Haresh Deepak Ramesh Gul Vijay Sunder Prem Kamal"),
        _words("Kanta Renuka Pooja Sarla Bhavna Maya Juhi Roma"),
        ("AE Dubai Bur Dubai", "IN Mumbai Khar West", "AE Dubai Emirates Hills"),
    ),
    Community(
        "IN",
        "ur",
        _words("Kazi Qureshi Ansari Merchant Baig Hashmi Rizvi Contractor"),
        _words("Imran Faisal Adnan Zaid Salman Arif Rehan Junaid"),
        _words("Sana Ayesha Nazneen Zoya Rukhsar Mehnaz Alia Tasneem"),
        ("IN Hyderabad Banjara Hills", "IN Mumbai Bandra West", "AE Sharjah Al Majaz"),
    ),
    Community(
        "IN",
        "en",
        _words("D'Souza Fernandes Pereira Rodrigues Lobo Pinto Mascarenhas Noronha"),
        _words("Melvin Savio Ashley Kevin Russell Glen Conrad Aaron"),
        _words("Rochelle Sharon Michelle Anita Karen Lorraine Priscilla Nadine"),
        ("IN Panaji Altinho", "IN Mumbai Bandra West", "GB London Harrow"),
    ),
    Community(
        "AE",
        "ar",
        ("Al Mansoori", "Al Suwaidi", "Al Ketbi", "Al Falasi", "Al Hammadi", "Al Zaabi"),
        _words("Khalid Rashid Majid Sultan Hamad Obaid Saeed Yousef"),
        _words("Mariam Hessa Shamma Latifa Noura Alyazia Moza Fatima"),
        ("AE Abu Dhabi Al Bateen", "AE Dubai Jumeirah", "AE Dubai Al Barsha South"),
    ),
    Community(
        "LB",
        "ar",
        _words("Haddad Khoury Nassar Sabbagh Aoun Tannous Rahme Daher"),
        _words("Karim Ziad Fadi Bassam Elie Nabil Rami Tarek"),
        _words("Nadine Rania Carla Maya Lara Joumana Hala Zeina"),
        ("AE Dubai Dubai Marina", "AE Dubai Palm Jumeirah"),
    ),
    Community(
        "GB",
        "en",
        _words("Hartley Whitcombe Prescott Fairbairn Ashworth Langley Thornton Mercer"),
        _words("Oliver James Simon Andrew Hugh Marcus Giles Rupert"),
        _words("Charlotte Emma Lucy Harriet Fiona Claire Imogen Alison"),
        ("AE Dubai Arabian Ranches", "AE Dubai Dubai Marina"),
    ),
)

OCCUPATIONS = (
    "Managing director",
    "Chartered accountant",
    "Cardiologist",
    "Diamond trader",
    "Founder",
    "Fund manager",
    "Film producer",
    "Architect",
    "Senior partner",
    "Textile exporter",
    "Investment banker",
    "Orthopaedic surgeon",
    "Software executive",
    "Hotelier",
    "Commodity trader",
    "Pilot",
    "Advocate",
    "Jeweller",
    "Airline executive",
    "Interior designer",
)
