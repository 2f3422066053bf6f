"""Spanish names of columns."""

PHRASES = {
    "full_name": """
        nombre completo, nombre y apellidos, nombre y apellido, nombres y apellidos,
        nombre del cliente, nombre cliente, cliente, contacto, nombre de contacto,
        nombre del contacto, persona de contacto, interesado, apellidos y nombre, prospecto,
        nombre del prospecto, comprador, propietario nombre, persona, nombre contacto,
        inquilino, nombre del interesado""",
    "given_name": "nombres, primer nombre, nombre de pila",
    "family_name": "apellido, apellidos, primer apellido, apellido paterno",
    "middle_name": "segundo nombre",
    "honorific": "tratamiento, título, saludo, sr sra",
    "name_suffix": "sufijo",
    "nickname": "apodo, alias, sobrenombre",
    "job_title": "cargo, puesto, ocupación, profesión, posición, puesto de trabajo, función, rol",
    "department": "departamento",
    "company": """
        empresa, compañía, organización, sociedad, nombre de la empresa, razón social,
        empleador, inmobiliaria, nombre de empresa, nombre de la compañía, institución, entidad,
        empresa asociada, nombre de la empresa asociada""",
    "gender": "sexo, género",
    "date_of_birth": """
        fecha de nacimiento, cumpleaños, nacimiento, f nacimiento, fecha nacimiento, fec nac,
        fecha nac""",
    "nationality": "nacionalidad",
    "language": "idioma, lengua, idioma preferido",
    "email": """
        correo, correo electrónico, e mail, dirección de correo,
        dirección de correo electrónico, email personal, email trabajo, mail, correo e,
        correo personal, correo trabajo, correo corporativo, correos""",
    "phone": """
        teléfono, telefono, tel, móvil, celular, teléfono móvil, teléfono fijo,
        número de teléfono, número de celular, fijo, teléfono trabajo, teléfono casa,
        teléfono particular, fax, número de contacto, teléfono de contacto, teléfonos, tlf,
        tfno, telf, cel, núm de teléfono, teléfono celular, teléfono oficina, teléfono 2, tlfn,
        tel móvil, nº teléfono, número móvil, número telefónico, teléfono principal""",
    "whatsapp": "número de whatsapp, whatsapp celular, nro whatsapp",
    "website": "sitio web, página web, web, pagina de internet",
    "address_full": "dirección completa, domicilio, dirección postal, domicilio completo",
    "street": """
        calle, dirección, calle y número, dirección 1, dirección 2, vía, domicilio calle,
        línea de dirección 1""",
    "city": "ciudad, población, localidad, municipio, poblacion",
    "state": """
        provincia, estado, región, comunidad autónoma, departamento estado, estado provincia,
        comunidad, entidad federativa""",
    "postal_code": "código postal, cp, c p, cód postal, cod postal",
    "country": "país, pais, país de residencia, país región, país o región, código de país",
    "owner": """
        propietario del contacto, responsable, asesor, agente, comercial, asignado a, vendedor,
        ejecutivo, asesor asignado, agente asignado, propietario, gestor, ejecutivo de ventas,
        asesor comercial, atendido por, usuario asignado, comercial asignado, encargado""",
    "lead_source": """
        origen, fuente, procedencia, medio, canal, origen del lead, fuente del lead,
        cómo nos conoció, origen del contacto, fuente de contacto, origen de lead,
        fuente de prospecto, medio de contacto, cómo nos has conocido, origen de candidato,
        plataforma""",
    "contact.lead_status": """
        estado, estatus, estado del lead, etapa, estado del cliente, situación,
        estado del contacto, estado de lead, estado del prospecto, status, fase""",
    "contact.lead_score": "puntuación, calificación, temperatura, valoración",
    "campaign": "campaña, nombre de la campaña, nombre de campaña",
    "contact.referred_by": "referido por, recomendado por, referido, quien lo refirió",
    "tags": "etiquetas, etiqueta, categoría, categorías, grupo, grupos, segmento",
    "notes": """
        notas, nota, observaciones, observación, comentarios, comentario, mensaje, descripción,
        consulta, detalles, seguimiento notas, requerimientos, requerimiento, necesidad,
        anotaciones, información adicional""",
    "created_at": """
        fecha de creación, creado, creado el, fecha de alta, fecha creación, fecha de registro,
        fecha registro, fecha de contacto, fecha de ingreso, fecha de entrada, marca temporal,
        fecha de consulta, alta, fecha alta, fecha contacto, fecha de solicitud,
        primer contacto, fecha del primer contacto, hora de creación""",
    "updated_at": """
        fecha de modificación, modificado, modificado el, actualizado, última modificación,
        fecha de actualización, última actualización, fecha modificación, hora de modificación""",
    "last_activity_at": """
        último contacto, última actividad, fecha último contacto, última llamada,
        fecha de último contacto, fecha del último contacto, último seguimiento,
        fecha de última actividad, hora de la última actividad""",
    "contact.next_followup_at": """
        próximo seguimiento, próximo contacto, próxima llamada, seguimiento,
        fecha de seguimiento, próxima actividad, recordatorio, volver a llamar, próxima cita,
        fecha próximo contacto, fecha seguimiento, próxima acción""",
    "external_id": """
        código cliente, código de cliente, número de cliente, id cliente, nº cliente,
        id contacto, identificador, referencia cliente, id de registro, id lead, código contacto""",
    "email_consent": """
        consentimiento, acepta publicidad, suscrito, boletín, rgpd, acepta comunicaciones,
        newsletter, consentimiento rgpd, lopd, acepta marketing, autoriza comunicaciones""",
    "email_opt_out": """
        dado de baja, no enviar correo, baja de correo, no desea emails, cancelar suscripción,
        no participación correo electrónico, rechazo de correo electrónico""",
    "sms_opt_out": "no enviar sms",
    "do_not_call": "no llamar, lista robinson",
    "currency": "moneda, divisa",
    "contact.property_interest": """
        inmueble, proyecto, propiedad, interés, inmueble de interés, promoción,
        propiedad de interés, proyecto de interés, desarrollo, proyecto interesado,
        nombre del proyecto, inmueble interesado, edificio, vivienda de interés""",
    "contact.location_preference": """
        zona, zona de interés, ubicación preferida, barrio, colonia, zona preferida,
        ubicación deseada, ubicación, sector de interés, zona deseada""",
    "contact.property_type": """
        tipo de inmueble, tipo de propiedad, tipo inmueble, tipo de vivienda, tipo propiedad,
        tipología""",
    "contact.unit_config": """
        habitaciones, dormitorios, recámaras, número de habitaciones, ambientes,
        nº habitaciones, nº dormitorios, cuartos, nro dormitorios, número de dormitorios, hab""",
    "contact.area_size": """
        superficie, metros, m2, metros cuadrados, área m2, superficie m2, metros construidos,
        m2 construidos""",
    "contact.budget": """
        presupuesto, precio, rango de precio, presupuesto máximo, precio de venta,
        precio solicitado, presupuesto €, rango de presupuesto""",
    "contact.budget_min": """
        presupuesto mínimo, precio mínimo, presupuesto desde, presupuesto min, precio desde""",
    "contact.budget_max": """
        presupuesto máximo, precio máximo, presupuesto hasta, presupuesto max, precio hasta""",
    "contact.purpose": """
        operación, tipo de operación, compra venta, compra alquiler, finalidad, motivo,
        objetivo, compra o alquiler, propósito, tipo operación, venta alquiler,
        motivo de compra, venta renta,
        inversión o vivienda, vivienda o inversión, para vivir o invertir, uso""",
    "account.name": """
        empresa, nombre de la empresa, razón social, nombre de empresa, organización,
        nombre comercial, nombre de la organización, cuenta, nombre de cuenta, compañía, nombre,
        cliente, nombre de la cuenta""",
    "account.industry": "sector, industria, giro, rubro, actividad, ramo",
    "account.type": "tipo, tipo de empresa, tipo de cuenta, tipo de cliente",
    "account.employee_count": "empleados, número de empleados, nº empleados, cantidad de empleados",
    "account.annual_revenue": """
        facturación, ingresos anuales, facturación anual, ingresos, ventas anuales""",
    "account.parent": "empresa matriz, matriz, grupo, cuenta principal, empresa padre",
    "opportunity.name": """
        oportunidad, negocio, nombre del negocio, nombre de la oportunidad, trato,
        nombre del trato, título, operación, nombre de oportunidad, asunto""",
    "opportunity.amount": """
        importe, valor, monto, cantidad, precio, valor del negocio, valor del trato,
        importe estimado, ingresos esperados, importe total, valor total""",
    "opportunity.close_date": """
        fecha de cierre, fecha prevista de cierre, cierre previsto, fecha cierre,
        fecha estimada de cierre, fecha de cierre prevista, cierre, fecha de cierre estimada""",
    "opportunity.stage": "etapa, fase, etapa de venta, fase de venta, etapa del negocio",
    "opportunity.status": "estado, ganado perdido, estatus",
    "opportunity.pipeline": "embudo, embudo de ventas, canalización",
    "opportunity.probability": "probabilidad, probabilidad de cierre, probabilidad %",
    "opportunity.lost_reason": """
        motivo de pérdida, razón de pérdida, motivo perdida, razón perdida,
        motivo de la pérdida, causa de pérdida""",
    "opportunity.next_step": "próximo paso, siguiente paso, próximos pasos, siguiente acción",
    "opportunity.contact": """
        contacto, cliente, comprador, nombre del contacto, persona de contacto,
        nombre del cliente, nombre de contacto""",
    "opportunity.account": """
        empresa, organización, cuenta, compañía, nombre de la cuenta, nombre de cuenta""",
    "activity.subject": "asunto, título, tema, tarea, actividad",
    "activity.type": "tipo, tipo de actividad, tipo actividad, tipo de tarea",
    "activity.date": """
        fecha, fecha de vencimiento, vencimiento, fecha de inicio, fecha actividad,
        fecha de la actividad, fecha de la cita, fecha programada, inicio""",
    "activity.time": "hora, hora de inicio",
    "activity.duration": "duración, duración de la llamada, duración min",
    "activity.direction": "dirección, sentido, entrante saliente",
    "activity.status": "estado, hecho, completado, completada, finalizado, realizada, estatus",
    "activity.body": """
        notas, nota, descripción, comentarios, detalle, contenido, resultado, observaciones,
        resumen""",
    "activity.contact": """
        contacto, cliente, persona, participante, participantes, nombre del cliente""",
    "activity.account": "empresa, organización, cuenta, compañía",
    "activity.opportunity": "negocio, oportunidad, trato",
    "activity.owner": """
        responsable, asignado a, usuario, propietario, agente, asesor, realizado por, comercial,
        organizador""",
    "unmapped": """
        nº, núm, número de fila, referencia, ref, referencia inmueble, ref inmueble, nif, cif,
        dni, nie, rfc, curp, rut, cuit, ruc, cédula, activo, archivado, estado civil, planta,
        baños, financiación, hipoteca, plazo, plazo de compra, creado por, modificado por,
        ascensor, garaje, foto, edad, prioridad, cuenta bancaria, extensión, código país,
        segundo apellido, apellido materno, código de propiedad, fecha de entrega, documento,
        número de documento, tipo de documento, pasaporte, profesión cónyuge, hijos, amueblado,
        intereses, intereses personales""",
}
