"""Portuguese names of columns, of Brazil and Portugal."""

PHRASES = {
    "full_name": """
        nome, nome completo, nome do cliente, nome cliente, cliente, contato, contacto,
        nome do contato, nome do contacto, pessoa de contato, interessado, comprador,
        proprietário nome, nome do lead, lead, pessoa, nome e sobrenome, inquilino,
        nome do interessado, pessoa de contacto, proponente""",
    "given_name": "primeiro nome, nome próprio, prenome",
    "family_name": "sobrenome, apelido, último nome, nome de família, sobrenomes",
    "middle_name": "nome do meio, segundo nome",
    "honorific": "tratamento, título, saudação, pronome de tratamento",
    "job_title": "cargo, função, profissão, ocupação, posição",
    "department": "departamento, setor da empresa",
    "company": """
        empresa, companhia, organização, nome da empresa, razão social, empregador, imobiliária,
        empresa associada""",
    "gender": "sexo, gênero, género",
    "date_of_birth": """
        data de nascimento, aniversário, nascimento, data nascimento, dt nascimento, data nasc,
        data de aniversário""",
    "nationality": "nacionalidade",
    "language": "idioma, língua",
    "email": """
        e mail, correio eletrônico, correio eletrónico, endereço de e mail, email pessoal,
        email comercial, e mail principal, e mail do cliente""",
    "phone": """
        telefone, celular, telemóvel, tel, telefone celular, telefone fixo, número de telefone,
        fone, telefone comercial, telefone residencial, fax, contato telefone, telefones,
        telefone 2, móvel, número de celular, telefone móvel, tel comercial, tel residencial,
        número de telemóvel, telefone do cliente, telefone principal""",
    "whatsapp": "número do whatsapp, whatsapp celular, zap",
    "website": "site, página web, sítio web, página, website da empresa",
    "address_full": "endereço completo, morada completa, endereço residencial",
    "street": """
        rua, endereço, logradouro, morada, endereço 1, endereço 2, rua e número, complemento,
        linha de endereço 1""",
    "city": "cidade, localidade, município, concelho",
    "state": "estado, uf, província, distrito, região",
    "postal_code": "cep, código postal, cód postal",
    "country": "país, pais",
    "owner": """
        responsável, corretor, vendedor, atribuído a, consultor, proprietário do contato,
        agente, atendente, corretor responsável, proprietário, gestor, usuário responsável,
        comercial, dono, proprietário do lead, consultor responsável""",
    "lead_source": """
        origem, fonte, origem do lead, fonte do lead, canal, como nos conheceu, mídia,
        origem do contato, origem da lead, origem do cliente, mídia de origem, canal de origem""",
    "contact.lead_status": """
        status, situação, estado do lead, etapa, status do lead, fase, estágio,
        situação do lead, etapa do funil, estado da lead""",
    "contact.lead_score": "pontuação, classificação, temperatura, nota do lead",
    "campaign": "campanha, nome da campanha",
    "contact.referred_by": "indicado por, indicação, recomendado por, referido por",
    "tags": "etiquetas, etiqueta, categoria, categorias, grupo, grupos, marcadores, segmento",
    "notes": """
        observações, observação, notas, nota, comentários, comentário, mensagem, descrição,
        anotações, obs, detalhes, necessidade, informações adicionais""",
    "created_at": """
        data de criação, criado em, data de cadastro, data cadastro, data de registro,
        data de entrada, data do contato, cadastrado em, data de registo, data criação,
        data do lead, carimbo de data hora, data de inclusão, data da criação, data de contacto,
        criado""",
    "updated_at": """
        data de modificação, modificado em, atualizado em, última atualização,
        data de atualização, última modificação, data atualização, alterado em""",
    "last_activity_at": """
        último contato, última atividade, data do último contato, última interação,
        última ligação, último contacto, data da última atividade, última visita""",
    "contact.next_followup_at": """
        próximo contato, próxima atividade, retorno, data de retorno, próximo retorno,
        próximo acompanhamento, próxima ligação, próximo contacto, data do próximo contato,
        próxima ação, agendamento""",
    "external_id": """
        código do cliente, id do cliente, código cliente, identificador, id do lead,
        id do contato, código do lead, id do registro, id de registo, número de cliente""",
    "email_consent": """
        consentimento, aceita e mail, newsletter, lgpd, consentimento lgpd,
        aceita receber emails, aceita marketing, rgpd, aceita newsletter""",
    "email_opt_out": "descadastrado, não enviar e mail, cancelou inscrição, não enviar email",
    "do_not_call": "não ligar, não perturbe, não contactar por telefone",
    "currency": "moeda",
    "contact.property_interest": """
        imóvel, empreendimento, projeto, imóvel de interesse, interesse,
        empreendimento de interesse, imóvel interessado, nome do empreendimento,
        produto de interesse, imóveis de interesse, nome do projeto""",
    "contact.location_preference": """
        bairro, bairro de interesse, localização desejada, região de interesse, zona,
        zona de interesse, localização preferida, bairro desejado, localização,
        bairros de interesse, cidade de interesse""",
    "contact.property_type": "tipo de imóvel, tipo imóvel, tipo do imóvel",
    "contact.unit_config": """
        quartos, dormitórios, número de quartos, tipologia, qtd quartos, nº de quartos, suítes""",
    "contact.area_size": """
        área, metragem, área m2, área útil, área total, área privativa, área bruta""",
    "contact.budget": """
        orçamento, preço, faixa de preço, valor do imóvel, valor, faixa de valor,
        valor pretendido""",
    "contact.budget_min": """
        orçamento mínimo, valor mínimo, preço mínimo, valor de, orçamento min, valor min,
        preço min""",
    "contact.budget_max": """
        orçamento máximo, valor máximo, preço máximo, valor até, orçamento max, valor max,
        preço max""",
    "contact.purpose": """
        finalidade, compra aluguel, objetivo, venda locação, tipo de negócio, compra ou aluguel,
        tipo de operação, motivo, compra arrendamento, interesse compra aluguel, transação""",
    "account.name": """
        empresa, nome da empresa, razão social, nome fantasia, organização, cliente, nome,
        nome da organização, conta, nome da conta""",
    "account.industry": "setor, indústria, segmento, ramo, ramo de atividade, sector",
    "account.type": "tipo, tipo de empresa, tipo de cliente, tipo de conta",
    "account.employee_count": """
        funcionários, número de funcionários, colaboradores, nº de funcionários,
        número de empregados, quantidade de funcionários""",
    "account.annual_revenue": """
        faturamento, receita anual, faturamento anual, faturação, volume de negócios""",
    "account.parent": "empresa matriz, matriz, grupo, grupo econômico, empresa mãe",
    "opportunity.name": """
        oportunidade, negócio, nome do negócio, título, negociação, nome da oportunidade,
        nome da negociação, título do negócio, nome""",
    "opportunity.amount": """
        valor, montante, valor do negócio, valor total, preço, valor da negociação, valor único,
        valor da oportunidade, valor estimado""",
    "opportunity.close_date": """
        data de fechamento, previsão de fechamento, data prevista de fechamento, data de fecho,
        data prevista, data esperada de fechamento, fechamento previsto,
        data de fechamento esperada""",
    "opportunity.stage": "etapa, fase, estágio, etapa do funil, fase da venda, etapa da negociação",
    "opportunity.status": "status, situação, estado",
    "opportunity.pipeline": "funil, funil de vendas",
    "opportunity.probability": "probabilidade, probabilidade de fechamento, chance",
    "opportunity.lost_reason": "motivo de perda, motivo da perda, razão da perda, motivo perda",
    "opportunity.next_step": "próximo passo, próximos passos, próxima ação",
    "opportunity.contact": """
        contato, contacto, cliente, comprador, pessoa, pessoa de contato, nome do contato,
        nome do cliente""",
    "opportunity.account": "empresa, organização, conta, nome da empresa",
    "activity.subject": "assunto, título, tarefa, atividade, tema",
    "activity.type": "tipo, tipo de atividade, tipo da tarefa, tipo de tarefa",
    "activity.date": """
        data, data de vencimento, vencimento, data de início, data da atividade, prazo,
        data agendada, data da visita""",
    "activity.time": "hora, horário, hora de início",
    "activity.duration": "duração, duração da chamada, duração min",
    "activity.direction": "direção, entrada saída, sentido",
    "activity.status": "status, concluído, concluída, feito, situação, finalizada, estado",
    "activity.body": """
        notas, descrição, comentários, detalhes, observações, anotação, conteúdo, resultado,
        resumo""",
    "activity.contact": """
        contato, contacto, cliente, pessoa, participante, participantes, nome do cliente""",
    "activity.account": "empresa, organização, conta",
    "activity.opportunity": "negócio, oportunidade, negociação",
    "activity.owner": """
        responsável, atribuído a, usuário, corretor, proprietário, realizado por, organizador,
        utilizador""",
    "unmapped": """
        nº, referência, ref, cpf, cnpj, rg, nif, ativo, arquivado, estado civil, andar,
        banheiros, vagas, financiamento, código do imóvel, prazo de compra, criado por,
        modificado por, renda, renda mensal, fgts, entrada, referência do imóvel, foto, idade,
        prioridade, cônjuge, filhos, casas de banho, número, ddd, ddi, ramal,
        inscrição estadual, creci, mobiliado""",
}
