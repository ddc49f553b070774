//! Records that are made of inputs, in the open transaction of a change.

use domain::outcome::{Fault, FaultKind};
use feed::{
    ImportError,
    import::{Declared, Ending, declare},
    record::{Record, Refused, Rest},
};
use serde_json::{Map, Value};

use super::{
    Input, Refusal, Stop, Work,
    work::{DOING, broken},
};

/// How a record ended, or all that is wrong with it.
type Ended = Result<Ending, Vec<Refusal>>;

/// What is left of a refused record, the input that it is made of, and its place among the endings.
struct Remnant<'i> {
    rest: Box<Rest>,
    input: &'i Input,
    place: usize,
}

impl Work {
    /// Applies a record that is made of an input.
    ///
    /// # Errors
    /// [`Stop`] with all that is wrong with the input, by the paths that the caller wrote.
    pub(crate) async fn declare(
        &mut self,
        record: Map<String, Value>,
        input: &Input,
    ) -> Result<Ending, Stop> {
        let mut endings = self.declare_all(vec![(record, input)]).await?;
        endings
            .pop()
            .unwrap_or_else(|| Err(Vec::new()))
            .map_err(Stop::Refused)
    }

    /// Applies records, and tells of each how it ended. Good ones are applied even where others are refused.
    ///
    /// # Errors
    /// [`Stop::Fault`] where the database fails.
    pub(crate) async fn declare_all(
        &mut self,
        records: Vec<(Map<String, Value>, &Input)>,
    ) -> Result<Vec<Ended>, Stop> {
        let mut endings: Vec<Option<Ended>> = Vec::with_capacity(records.len());
        let (mut good, mut inputs, mut remnants) = (Vec::new(), Vec::new(), Vec::new());
        for (place, (record, input)) in records.into_iter().enumerate() {
            let mut refusals = input.repeats();
            match Record::parse(&Value::Object(record).to_string()) {
                Ok(record) if refusals.is_empty() => {
                    good.push(record);
                    inputs.push(input);
                    endings.push(None);
                    continue;
                }
                Ok(_) => {}
                Err(Refused { problems, rest, .. }) => {
                    refusals.extend(input.refusals(problems));
                    remnants.extend(rest.map(|rest| Remnant { rest, input, place }));
                }
            }
            endings.push(Some(Err(refusals)));
        }
        let declared = self.declare_good(good).await?;
        let mut declared = declared
            .into_iter()
            .zip(inputs)
            .map(|(ending, input)| ending.map_err(|problems| input.refusals(problems)));
        let mut endings: Vec<Ended> = endings
            .into_iter()
            .map(|ending| {
                ending
                    .or_else(|| declared.next())
                    .unwrap_or_else(|| Err(Vec::new()))
            })
            .collect();
        self.try_remnants(&remnants, &mut endings).await?;
        Ok(endings)
    }

    async fn declare_good(
        &mut self,
        records: Vec<Record>,
    ) -> Result<Vec<Result<Ending, Vec<domain::problem::Problem>>>, Stop> {
        if records.is_empty() {
            return Ok(Vec::new());
        }
        let declared = self.declared(records).await?;
        if declared.lost {
            let cause = "another writer took a key between the look and the write";
            return Err(Fault::new(FaultKind::Contended, DOING, cause).into());
        }
        self.transaction = Some(declared.transaction);
        Ok(declared.endings)
    }

    async fn declared(&mut self, records: Vec<Record>) -> Result<Declared, Stop> {
        let transaction = self.transaction.take().ok_or_else(broken)?;
        declare(transaction, records).await.map_err(fault)
    }

    /// Looks what else is wrong with records that are refused already, so that all of it is told at once, and undoes it.
    async fn try_remnants(
        &mut self,
        remnants: &[Remnant<'_>],
        endings: &mut [Ended],
    ) -> Result<(), Stop> {
        if remnants.is_empty() {
            return Ok(());
        }
        let point = self.transaction()?.savepoint().await?;
        let records = remnants.iter().map(|remnant| remnant.rest.record().clone());
        let declared = self.declared(records.collect()).await?;
        let transaction = self.transaction.insert(declared.transaction);
        transaction.undo_to(&point).await?;
        for (remnant, ending) in remnants.iter().zip(declared.endings) {
            let Err(problems) = ending else { continue };
            let problems = remnant.rest.problems_of_whole(problems);
            if let Some(Err(refusals)) = endings.get_mut(remnant.place) {
                refusals.extend(remnant.input.refusals(problems));
            }
        }
        Ok(())
    }
}

fn fault(error: ImportError) -> Stop {
    match error {
        ImportError::Store(fault) => fault.into(),
        other => Fault::new(FaultKind::Bug, DOING, other).into(),
    }
}
